package org.pairboot.it.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.it.firmware.ScenarioSteps.LIMIT;
import static org.pairboot.it.firmware.ScenarioSteps.MEMORY;
import static org.pairboot.it.firmware.ScenarioSteps.commandLine;
import static org.pairboot.it.firmware.ScenarioSteps.macWithDashes;
import static org.pairboot.it.firmware.ScenarioSteps.serve;

import java.util.stream.Stream;
import org.pairboot.it.firmware.Scenario.RunKind;
import org.pairboot.it.firmware.image.DataDirectories;
import org.pairboot.it.firmware.image.GeneratedImage;
import org.pairboot.it.firmware.machine.Laboratory;
import org.pairboot.it.guest.Guest;

/**
 * Machines with two network cards, of which only the second one reaches the server. The loader
 * knows which one it came from; the system that it starts knows only from {@code BOOTIF}.
 */
final class CardScenarios {
  private CardScenarios() {}

  static Stream<Scenario> scenarios() {
    return Stream.of(
        scenario(BootLoader.PXELINUX, RunKind.FULL_RUN),
        scenario(BootLoader.IPXE_HTTP, RunKind.EVERY_RUN),
        scenario(BootLoader.GRUB_TFTP, RunKind.FULL_RUN));
  }

  private static Scenario scenario(BootLoader loader, RunKind runKind) {
    return new Scenario(
        "two-cards/" + loader.term(),
        runKind,
        "boots from the second network card, and fetches its rootfs over that one too",
        (laboratory, images) -> bootFromSecondCard(loader, laboratory, images));
  }

  private static String bootFromSecondCard(
      BootLoader loader, Laboratory laboratory, DataDirectories images) {
    serve(laboratory, images.shared(GeneratedImage.PLAIN), "rootfs-url");
    laboratory.announce(loader.files());
    Guest guest = laboratory.bootFromSecondCard(loader.firmware(), MEMORY);
    String verdict = guest.verdict(LIMIT);
    String line = commandLine(guest);
    assertThat(verdict).as("started with %s", line).contains("OK version=1.0 rootfs=fetched");
    // As PXELINUX writes it. GRUB has colons where the server does not know the card; dracut,
    // initramfs-tools and NetworkManager read both.
    String card = macWithDashes(0).replace("-", "[:-]");
    assertThat(line).containsPattern(" BOOTIF=01-" + card + "( |$)");
    return verdict + ", " + line;
  }
}
