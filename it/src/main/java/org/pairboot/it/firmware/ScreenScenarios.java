package org.pairboot.it.firmware;

import static org.pairboot.it.firmware.ScenarioSteps.KERNEL_ARGUMENTS;
import static org.pairboot.it.firmware.ScenarioSteps.LIMIT;
import static org.pairboot.it.firmware.ScenarioSteps.boot;
import static org.pairboot.it.firmware.ScenarioSteps.booted;
import static org.pairboot.it.firmware.ScenarioSteps.plans;
import static org.pairboot.it.firmware.ScenarioSteps.serve;
import static org.pairboot.it.firmware.ScenarioSteps.shows;
import static org.pairboot.it.firmware.ScenarioSteps.write;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pairboot.it.firmware.Scenario.RunKind;
import org.pairboot.it.firmware.image.DataDirectories;
import org.pairboot.it.firmware.image.GeneratedImage;
import org.pairboot.it.firmware.image.Parts;
import org.pairboot.it.firmware.machine.Laboratory;
import org.pairboot.it.guest.Guest;
import org.pairboot.it.lab.Cli;

/** What loaders show on the screen, and what the keys do that people press. */
final class ScreenScenarios {
  /** The keys that make each loader try again, as its screen says. */
  private static final Map<BootLoader, List<String>> TRY_AGAIN =
      Map.of(
          BootLoader.PXELINUX, List.of("a", "g", "a", "i", "n", "ret"),
          BootLoader.GRUB_TFTP, List.of("esc"),
          BootLoader.IPXE_HTTP, List.of("a"));

  private ScreenScenarios() {}

  static Stream<Scenario> scenarios() {
    return TRY_AGAIN.keySet().stream()
        .sorted()
        .flatMap(loader -> Stream.of(menu(loader), again(loader), foreign(loader)));
  }

  static String[] tryAgainKeys(BootLoader loader) {
    return TRY_AGAIN.get(loader).toArray(String[]::new);
  }

  private static Scenario menu(BootLoader loader) {
    return new Scenario(
        "menu/" + loader.term(),
        RunKind.EVERY_RUN,
        "boots the second entry of a menu",
        (laboratory, images) -> bootSecondEntry(loader, laboratory, images));
  }

  private static Scenario again(BootLoader loader) {
    return new Scenario(
        "again/" + loader.term(),
        RunKind.FULL_RUN,
        "the image is not imported yet: the screen says so, and a key tries again",
        (laboratory, images) -> tryAgainOnceImported(loader, laboratory, images));
  }

  private static Scenario foreign(BootLoader loader) {
    return new Scenario(
        "architecture/" + loader.term(),
        RunKind.FULL_RUN,
        "the only image is for ARM: the screen of a PC says so",
        (laboratory, images) -> offerForeignImage(loader, laboratory, images));
  }

  private static String bootSecondEntry(
      BootLoader loader, Laboratory laboratory, DataDirectories images) {
    Path dataDir = images.exclusive(GeneratedImage.PLAIN);
    DataDirectories.add(dataDir, GeneratedImage.NEXT_BUILD);
    Path plan =
        write(
            laboratory.directory().resolve("plans/menu.conf"),
            """
            profiles {
              default { action = menu, menu { title = Choose, timeout = 90s, profiles = [ old, new ] } }
              old { title = "The old build", image = "demo@1.0", method = appended }
              new { title = "The new build", image = "demo@2.0", method = appended
                    kernel-arguments.add = "%s" }
            }
            """
                .formatted(KERNEL_ARGUMENTS));
    serve(laboratory, dataDir, "appended", plans(plan.getParent()));
    Guest guest = boot(laboratory, loader);
    shows(guest, "The new build");
    if (loader == BootLoader.GRUB_TFTP) {
      // GRUB's menu has one more entry.
      guest.pressUntilShownAgain("end", "Next boot device");
      guest.press("up", "ret");
    } else {
      guest.pressUntilShownAgain("end", "The new build");
      guest.press("ret");
    }
    return booted(guest, "2.0", LIMIT);
  }

  private static String tryAgainOnceImported(
      BootLoader loader, Laboratory laboratory, DataDirectories images) {
    Path dataDir = images.exclusive(GeneratedImage.PLAIN);
    serve(laboratory, dataDir, "appended", "boot.image=demo@2.0");
    Guest guest = boot(laboratory, loader);
    shows(guest, "has nothing to boot");
    DataDirectories.add(dataDir, GeneratedImage.NEXT_BUILD);
    guest.press(tryAgainKeys(loader));
    return booted(guest, "2.0", LIMIT);
  }

  private static String offerForeignImage(
      BootLoader loader, Laboratory laboratory, DataDirectories images) {
    Parts parts = Parts.of(GeneratedImage.FOR_ARM64, laboratory.directory());
    Path dataDir = images.empty();
    new Cli(dataDir)
        .run(
            "import",
            "demo",
            "--arch",
            "aarch64",
            "--kernel",
            parts.kernel().toString(),
            "--initramfs",
            parts.initramfs().toString(),
            "--rootfs",
            parts.rootfs().toString())
        .succeeded();
    serve(laboratory, dataDir, "appended");
    Guest guest = boot(laboratory, loader);
    shows(guest, "has nothing to boot");
    return shows(guest, "demo@1\\.0 is for aarch64");
  }
}
