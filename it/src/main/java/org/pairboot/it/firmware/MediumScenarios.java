package org.pairboot.it.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.it.firmware.ScenarioSteps.KERNEL_ARGUMENTS;
import static org.pairboot.it.firmware.ScenarioSteps.LIMIT;
import static org.pairboot.it.firmware.ScenarioSteps.boot;

import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pairboot.it.firmware.Scenario.RunKind;
import org.pairboot.it.firmware.image.LiveMedium;
import org.pairboot.it.guest.Guest;

/**
 * Media that were imported with nothing but {@code --iso}: by the arguments of Pairboot's script,
 * the step of each system that looks for its root file system on the network finds it.
 */
final class MediumScenarios {
  private static final Pattern VERDICT =
      Pattern.compile("(FETCHED-ROOT|MEDIUM): (OK|DAMAGED|FAILED).*");

  private MediumScenarios() {}

  static Stream<Scenario> scenarios() {
    return Stream.of(
        medium(
            LiveMedium.ARCH,
            BootLoader.IPXE_HTTP,
            "archiso fetches its airootfs and the checksum of it",
            "fetched http://\\S+/arch/x86_64/airootfs.sfs",
            "checksum is OK"),
        medium(
            LiveMedium.SYSTEM_RESCUE,
            BootLoader.GRUB_TFTP,
            "archiso fetches them from the directory that archisobasedir= names",
            "started with .*iomem=relaxed",
            "fetched http://\\S+/sysresccd/x86_64/airootfs.sfs",
            "checksum is OK"),
        medium(
            LiveMedium.UBUNTU_SERVER,
            BootLoader.IPXE_HTTP,
            "casper fetches the ISO and mounts the layers in it",
            "fetched http://\\S+/live.iso",
            "top layer is ubuntu-server"),
        medium(
            LiveMedium.POP_OS,
            BootLoader.PXELINUX,
            "casper looks in the directory that live-media-path= names",
            "fetched http://\\S+/live.iso"),
        medium(
            LiveMedium.ROCKY,
            BootLoader.IPXE_HTTP,
            "anaconda fetches its second stage and what the product adds",
            "fetched http://\\S+/images/install.img",
            "product is Rocky Linux"));
  }

  /**
   * @param steps patterns of what the initramfs says on the way
   */
  private static Scenario medium(
      LiveMedium medium, BootLoader loader, String shows, String... steps) {
    return new Scenario(
        medium.term() + "/" + loader.term(),
        RunKind.FULL_RUN,
        shows,
        (laboratory, images) -> {
          Path dataDir = images.empty();
          medium.importInto(dataDir, KERNEL_ARGUMENTS);
          laboratory.serve(dataDir, loader.settings());
          Guest guest = boot(laboratory, loader);
          String verdict = guest.console().await(VERDICT, LIMIT).group();
          assertThat(verdict).contains("FETCHED-ROOT: OK, writable");
          for (String step : steps) {
            assertThat(guest.console().text()).containsPattern("MEDIUM: " + step);
          }
          return verdict;
        });
  }
}
