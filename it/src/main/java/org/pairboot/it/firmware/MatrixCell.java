package org.pairboot.it.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.it.firmware.ScenarioSteps.KERNEL_ARGUMENTS;
import static org.pairboot.it.firmware.ScenarioSteps.LIMIT;
import static org.pairboot.it.firmware.ScenarioSteps.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.it.firmware.image.DataDirectories;
import org.pairboot.it.firmware.machine.Laboratory;
import org.pairboot.it.guest.Guest;

/** One cell of the matrix: a machine boots with this loader and receives its rootfs this way. */
record MatrixCell(BootLoader loader, RootfsDelivery delivery) implements Scenario.Script {
  String name() {
    return loader.term() + "/" + delivery.term();
  }

  /** Why this combination is impossible. */
  Optional<String> impossible() {
    return delivery.needsHttp() ? loader.withoutHttp() : Optional.empty();
  }

  @Override
  public String play(Laboratory laboratory, DataDirectories images) {
    RootfsDelivery.Setup setup = delivery.setUp(images, laboratory.directory());
    List<String> settings = new ArrayList<>(setup.settings());
    settings.addAll(loader.settings());
    settings.add("boot.method=" + delivery.method());
    settings.add(
        "boot.kernel-arguments="
            + KERNEL_ARGUMENTS
            + setup.argument().map(argument -> " " + argument).orElse(""));
    laboratory.serve(setup.dataDir(), settings);
    Guest guest = boot(laboratory, loader);
    String file = loader.files().firstName();
    loader
        .filesOnceRead()
        .ifPresent(next -> {
          laboratory
              .traffic()
              .await(file + " is read", LIMIT, traffic -> traffic.isReadByTftp(file));
          laboratory.announce(next);
        });
    String verdict = guest.verdict(LIMIT);
    assertThat(laboratory.traffic().bytesOf(file)).as("bytes of %s", file).isPositive();
    assertThat(verdict).containsPattern("OK version=1\\.0 " + delivery.proof());
    return verdict;
  }
}
