package org.pairboot.it.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.it.firmware.ScenarioSteps.KERNEL_ARGUMENTS;
import static org.pairboot.it.firmware.ScenarioSteps.LIMIT;
import static org.pairboot.it.firmware.ScenarioSteps.boot;
import static org.pairboot.it.firmware.ScenarioSteps.booted;
import static org.pairboot.it.firmware.ScenarioSteps.plans;
import static org.pairboot.it.firmware.ScenarioSteps.serve;
import static org.pairboot.it.firmware.ScenarioSteps.shows;
import static org.pairboot.it.firmware.ScenarioSteps.write;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.pairboot.it.firmware.Scenario.RunKind;
import org.pairboot.it.firmware.image.DataDirectories;
import org.pairboot.it.firmware.image.GeneratedImage;
import org.pairboot.it.firmware.image.Parts;
import org.pairboot.it.firmware.image.StoredPart;
import org.pairboot.it.firmware.machine.LabServer;
import org.pairboot.it.firmware.machine.Laboratory;
import org.pairboot.it.guest.Guest;
import org.pairboot.it.lab.Cli;

/** What goes wrong in real labs: the machine must still boot, or the screen must say why not. */
final class FaultScenarios {
  private static final int REJECTED = 3;

  /** PXELINUX waits five minutes before it resets the machine. */
  private static final Duration LIMIT_WITH_RESET = LIMIT.plusMinutes(5);

  /** After so many bytes of a file, its transfer is well under way. */
  private static final long SOME_BYTES = 1_000_000;

  private FaultScenarios() {}

  static Stream<Scenario> scenarios() {
    return Stream.of(
        new Scenario(
            "fault/changed-byte",
            RunKind.EVERY_RUN,
            "one byte of the rootfs is changed: import rejects it, and so does the guest",
            FaultScenarios::changedByte),
        new Scenario(
            "fault/mixed-versions",
            RunKind.EVERY_RUN,
            "two builds are mixed by hand: import rejects them, and so does the guest",
            FaultScenarios::mixedVersions),
        new Scenario(
            "fault/rootfs-missing",
            RunKind.FULL_RUN,
            "the rootfs is missing from the store: the guest says what it could not fetch",
            FaultScenarios::rootfsMissing),
        new Scenario(
            "fault/part-missing-pxelinux",
            RunKind.EVERY_RUN,
            "the initramfs is missing for a while: PXELINUX says so, and boots on a second try",
            FaultScenarios::partMissingForPxelinux),
        new Scenario(
            "fault/part-missing-grub",
            RunKind.FULL_RUN,
            "the initramfs is missing for a while: GRUB says so, and boots on a second try",
            FaultScenarios::partMissingForGrub),
        new Scenario(
            "fault/removed-under-menu",
            RunKind.EVERY_RUN,
            "the image is removed while the menu is open: the screen names what is missing",
            FaultScenarios::removedUnderMenu),
        new Scenario(
            "fault/server-restart",
            RunKind.FULL_RUN,
            "the server is killed in mid-transfer and restarted: the machine resets and boots",
            FaultScenarios::serverRestart),
        new Scenario(
            "fault/loss",
            RunKind.EVERY_RUN,
            "2 % of all packets are lost in each direction: the machine boots",
            FaultScenarios::loss),
        new Scenario(
            "fault/gives-up",
            RunKind.FULL_RUN,
            "the machine is reset in mid-transfer: it comes back and boots",
            FaultScenarios::givesUp));
  }

  private static String changedByte(Laboratory laboratory, DataDirectories images) {
    Parts parts = Parts.of(GeneratedImage.PLAIN, laboratory.directory());
    StoredPart.changeByte(parts.rootfs());
    assertThat(parts.importInto(images.empty()).exited(REJECTED).err()).contains("offset");
    Path dataDir = images.exclusive(GeneratedImage.PLAIN);
    StoredPart.changeByte(StoredPart.of(dataDir, "demo", "rootfs"));
    serve(laboratory, dataDir, "rootfs-url");
    String verdict = boot(laboratory, BootLoader.IPXE_HTTP).verdict(LIMIT);
    assertThat(verdict).contains("FAIL hash mismatch at offset");
    return verdict;
  }

  private static String mixedVersions(Laboratory laboratory, DataDirectories images) {
    Parts parts = Parts.of(GeneratedImage.PLAIN, laboratory.directory().resolve("first"));
    Parts next = Parts.of(GeneratedImage.NEXT_BUILD, laboratory.directory().resolve("next"));
    parts.with(next.rootfs()).importInto(images.empty()).exited(REJECTED);
    Path dataDir = images.exclusive(GeneratedImage.PLAIN);
    DataDirectories.add(dataDir, GeneratedImage.NEXT_BUILD);
    Path template =
        write(
            laboratory.directory().resolve("templates/pxelinux.cfg.mustache"),
            """
            DEFAULT mixed
            LABEL mixed
              KERNEL /images/demo/1.0/kernel
              APPEND initrd=/images/demo/1.0/initramfs.img,/images/demo/2.0/rootfs.img %s
            """
                .formatted(KERNEL_ARGUMENTS));
    serve(laboratory, dataDir, "appended", "boot.templates=" + template.getParent());
    String verdict = boot(laboratory, BootLoader.PXELINUX).verdict(LIMIT);
    assertThat(verdict).contains("FAIL version: initramfs is 1.0 but rootfs is 2.0");
    return verdict;
  }

  private static String rootfsMissing(Laboratory laboratory, DataDirectories images) {
    Path dataDir = images.exclusive(GeneratedImage.PLAIN);
    LabServer server = serve(laboratory, dataDir, "rootfs-url");
    StoredPart.delete(StoredPart.of(dataDir, "demo", "rootfs"));
    String verdict = boot(laboratory, BootLoader.IPXE_HTTP).verdict(LIMIT);
    assertThat(verdict).contains("FAIL could not fetch http://", "rootfs.img");
    assertThat(server.log()).containsPattern("WARN.*rootfs");
    return verdict;
  }

  private static String partMissingForPxelinux(Laboratory laboratory, DataDirectories images) {
    List<String> shown = List.of("demo@1\\.0 from Pairboot at", "initramfs\\.img.*failed: ");
    return partMissingForAWhile(laboratory, images, BootLoader.PXELINUX, shown);
  }

  private static String partMissingForGrub(Laboratory laboratory, DataDirectories images) {
    List<String> shown = List.of("demo@1\\.0 did not arrive from Pairboot at", "press Escape");
    return partMissingForAWhile(laboratory, images, BootLoader.GRUB_TFTP, shown);
  }

  private static String partMissingForAWhile(
      Laboratory laboratory, DataDirectories images, BootLoader loader, List<String> shown) {
    Path dataDir = images.exclusive(GeneratedImage.PLAIN);
    serve(laboratory, dataDir, "appended");
    Path initramfs = StoredPart.of(dataDir, "demo", "initramfs");
    Path aside = laboratory.directory().resolve("aside");
    StoredPart.move(initramfs, aside);
    Guest guest = boot(laboratory, loader);
    shown.forEach(pattern -> shows(guest, pattern));
    StoredPart.move(aside, initramfs);
    guest.press(ScreenScenarios.tryAgainKeys(loader));
    return booted(guest, "1.0", LIMIT);
  }

  private static String removedUnderMenu(Laboratory laboratory, DataDirectories images) {
    Path dataDir = images.exclusive(GeneratedImage.PLAIN);
    Path plan =
        write(
            laboratory.directory().resolve("plans/menu.conf"),
            """
            profiles {
              default { action = menu, menu { title = Choose, timeout = 15s, profiles = [ demo ] } }
              demo { title = "The demo", image = "demo@1.0", method = appended }
            }
            """);
    serve(laboratory, dataDir, "appended", plans(plan.getParent()));
    Guest guest = boot(laboratory, BootLoader.IPXE_HTTP);
    shows(guest, "The demo");
    new Cli(dataDir).run("remove", "demo@1.0").succeeded();
    return shows(guest, "demo.*did not arrive from");
  }

  private static String serverRestart(Laboratory laboratory, DataDirectories images) {
    Path dataDir = images.shared(GeneratedImage.PLAIN);
    LabServer server = serve(laboratory, dataDir, "appended");
    Guest guest = boot(laboratory, BootLoader.PXELINUX);
    awaitUnderWay(laboratory, "rootfs.img");
    server.kill();
    serve(laboratory, dataDir, "appended");
    return booted(guest, "1.0", LIMIT_WITH_RESET);
  }

  private static String loss(Laboratory laboratory, DataDirectories images) {
    serve(laboratory, images.shared(GeneratedImage.PLAIN), "appended");
    laboratory.network().lose(2);
    return booted(boot(laboratory, BootLoader.PXELINUX), "1.0", LIMIT);
  }

  private static String givesUp(Laboratory laboratory, DataDirectories images) {
    LabServer server = serve(laboratory, images.shared(GeneratedImage.PLAIN), "appended");
    Guest guest = boot(laboratory, BootLoader.PXELINUX);
    awaitUnderWay(laboratory, "rootfs.img");
    guest.reset();
    String verdict = booted(guest, "1.0", LIMIT);
    assertThat(server.stop()).isZero();
    assertThat(server.log()).containsPattern("rootfs\\.img: (timed-out|aborted)");
    return verdict;
  }

  private static void awaitUnderWay(Laboratory laboratory, String file) {
    laboratory
        .traffic()
        .await(
            file + " is being transferred", LIMIT, traffic -> traffic.bytesOf(file) > SOME_BYTES);
  }
}
