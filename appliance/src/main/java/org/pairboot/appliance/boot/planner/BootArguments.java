package org.pairboot.appliance.boot.planner;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.appliance.plan.Action;
import org.pairboot.appliance.plan.ArgumentChange;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.MachineWords;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.format.live.FirstBootConfig;
import org.pairboot.artifacts.store.image.ImageVersion;

/** The kernel arguments of one boot: those of the image, as profile and machine want them. */
final class BootArguments {
  /** What PXELINUX calls it; dracut, live-boot and others take the network card of that name. */
  private static final String CARD = "BOOTIF";

  private final List<ArgumentChange> changes;
  private final KernelArguments all;
  private final MachineWords words;

  BootArguments(
      ImageVersion image, Action.Boot wanted, Decision decision, MachineIdentity machine) {
    this.words = new MachineWords(machine, decision);
    this.changes =
        Stream.concat(
                Stream.of(wanted.arguments()),
                decision.chosen().stream().map(by -> by.machine().arguments()))
            .toList();
    KernelArguments changed = KernelArguments.parse(image.kernelArguments());
    for (ArgumentChange change : changes) {
      changed = change.on(changed);
    }
    boolean ignition = decision.profile().initrdDocument().isPresent();
    this.all = words.fill(ignition ? changed.plus(FirstBootConfig.lackingIn(changed)) : changed);
  }

  /** With words in braces for URLs. */
  KernelArguments all() {
    return all;
  }

  /** Whether the kernel is to be told which network card it was booted by. */
  boolean tellsCard() {
    return !all.has(CARD) && changes.stream().noneMatch(change -> change.removed().has(CARD));
  }

  /** Why the loader of {@code script} cannot hand them to the kernel, if it cannot. */
  Optional<String> objection(Script script) {
    return words
        .missing(all.toString())
        .map(word -> "the kernel arguments need {" + word + "}, which is not known of this machine")
        .or(() -> script.objection(all));
  }
}
