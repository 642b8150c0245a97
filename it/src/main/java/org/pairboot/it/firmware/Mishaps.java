package org.pairboot.it.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pairboot.it.firmware.Scenario.Extent;
import org.pairboot.it.firmware.image.LiveImage;
import org.pairboot.it.firmware.image.Parts;
import org.pairboot.it.firmware.image.Shelf;
import org.pairboot.it.firmware.image.StoredPart;
import org.pairboot.it.firmware.machine.Guest;
import org.pairboot.it.firmware.machine.LabServer;
import org.pairboot.it.firmware.machine.Laboratory;
import org.pairboot.it.lab.Cli;

/** What goes wrong in real labs, and has to end well or to say on the screen what is wrong. */
final class Mishaps {
  private static final Duration LIMIT = BootCell.LIMIT;
  private static final int REJECTED = 3;

  /** PXELINUX waits five minutes before it resets the machine. */
  private static final Duration LIMIT_WITH_RESET = LIMIT.plusMinutes(5);

  /** Enough of a file to be in the midst of it. */
  private static final long SOME_BYTES = 1_000_000;

  private Mishaps() {}

  static Stream<Scenario> scenarios() {
    return Stream.of(
        new Scenario(
            "mishap/changed-byte",
            Extent.EVERY_RUN,
            "one changed byte in the rootfs: import refuses it, and so does the guest",
            Mishaps::changedByte),
        new Scenario(
            "mishap/mixed-versions",
            Extent.EVERY_RUN,
            "two builds mixed by hand: import refuses them, and so does the guest",
            Mishaps::mixedVersions),
        new Scenario(
            "mishap/rootfs-missing",
            Extent.FULL_RUN,
            "the rootfs has vanished from the store: the guest says what it could not fetch",
            Mishaps::rootfsMissing),
        new Scenario(
            "mishap/part-missing-pxelinux",
            Extent.EVERY_RUN,
            "the initramfs is gone for a while: PXELINUX says so, and boots when asked again",
            Mishaps::missingToPxelinux),
        new Scenario(
            "mishap/part-missing-grub",
            Extent.EVERY_RUN,
            "the initramfs is gone for a while: GRUB says so, and boots when asked again",
            Mishaps::missingToGrub),
        new Scenario(
            "mishap/removed-under-menu",
            Extent.EVERY_RUN,
            "the image is removed while the menu is open: the screen names what is missing",
            Mishaps::removedUnderMenu),
        new Scenario(
            "mishap/server-restart",
            Extent.FULL_RUN,
            "the server is killed in mid-transfer and started again: the machine resets and boots",
            Mishaps::serverRestart),
        new Scenario(
            "mishap/loss",
            Extent.EVERY_RUN,
            "2 % of all packets are lost each way: the machine boots",
            Mishaps::loss),
        new Scenario(
            "mishap/gives-up",
            Extent.FULL_RUN,
            "reset in mid-transfer: the machine comes back and boots",
            Mishaps::givesUp));
  }

  private static String changedByte(Laboratory laboratory, Shelf shelf) {
    Parts parts = Parts.of(LiveImage.PLAIN, laboratory.directory());
    StoredPart.changeByte(parts.rootfs());
    assertThat(parts.importInto(shelf.fresh()).exited(REJECTED).err()).contains("offset");

    Path dataDir = shelf.own(LiveImage.PLAIN);
    StoredPart.changeByte(StoredPart.of(dataDir, "demo", "rootfs"));
    serve(laboratory, dataDir, "rootfs-url");
    String verdict = boot(laboratory, Loader.IPXE_HTTP).verdict(LIMIT);
    assertThat(verdict).contains("FAIL hash mismatch at offset");
    return verdict;
  }

  private static String mixedVersions(Laboratory laboratory, Shelf shelf) {
    Parts parts = Parts.of(LiveImage.PLAIN, laboratory.directory().resolve("first"));
    Parts next = Parts.of(LiveImage.NEXT_BUILD, laboratory.directory().resolve("next"));
    parts.with(next.rootfs()).importInto(shelf.fresh()).exited(REJECTED);

    Path dataDir = shelf.own(LiveImage.PLAIN);
    Shelf.add(dataDir, LiveImage.NEXT_BUILD);
    Path templates =
        write(
            laboratory.directory().resolve("templates/pxelinux.cfg.mustache"),
            """
            DEFAULT mixed
            LABEL mixed
              KERNEL /images/demo/1.0/kernel
              APPEND initrd=/images/demo/1.0/initramfs.img,/images/demo/2.0/rootfs.img %s
            """
                .formatted(BootCell.ARGUMENTS));
    serve(laboratory, dataDir, "appended", "boot.templates=" + templates.getParent());
    String verdict = boot(laboratory, Loader.PXELINUX).verdict(LIMIT);
    assertThat(verdict).contains("FAIL version: initramfs is 1.0 but rootfs is 2.0");
    return verdict;
  }

  private static String rootfsMissing(Laboratory laboratory, Shelf shelf) {
    Path dataDir = shelf.own(LiveImage.PLAIN);
    LabServer server = serve(laboratory, dataDir, "rootfs-url");
    StoredPart.delete(StoredPart.of(dataDir, "demo", "rootfs"));
    String verdict = boot(laboratory, Loader.IPXE_HTTP).verdict(LIMIT);
    assertThat(verdict).contains("FAIL could not fetch http://", "rootfs.img");
    assertThat(server.log()).containsPattern("WARN.*rootfs");
    return verdict;
  }

  private static String missingToPxelinux(Laboratory laboratory, Shelf shelf) {
    return missingForAWhile(
        laboratory,
        shelf,
        Loader.PXELINUX,
        List.of("demo@1\\.0 from Pairboot at", "initramfs\\.img.*failed: "),
        "a",
        "g",
        "a",
        "i",
        "n",
        "ret");
  }

  private static String missingToGrub(Laboratory laboratory, Shelf shelf) {
    return missingForAWhile(
        laboratory,
        shelf,
        Loader.GRUB_TFTP,
        List.of("demo@1\\.0 did not arrive from Pairboot at", "press Escape"),
        "esc");
  }

  private static String missingForAWhile(
      Laboratory laboratory, Shelf shelf, Loader loader, List<String> shown, String... again) {
    Path dataDir = shelf.own(LiveImage.PLAIN);
    serve(laboratory, dataDir, "appended");
    Path initramfs = StoredPart.of(dataDir, "demo", "initramfs");
    Path aside = laboratory.directory().resolve("aside");
    StoredPart.move(initramfs, aside);
    Guest guest = boot(laboratory, loader);
    shown.forEach(pattern -> shows(guest, pattern));
    StoredPart.move(aside, initramfs);
    guest.press(again);
    return booted(guest);
  }

  private static String removedUnderMenu(Laboratory laboratory, Shelf shelf) {
    Path dataDir = shelf.own(LiveImage.PLAIN);
    Path plans =
        write(
            laboratory.directory().resolve("plans/menu.conf"),
            """
            profiles {
              default { action = menu, menu { title = Choose, timeout = 15s, profiles = [ demo ] } }
              demo { title = "The demo", image = "demo@1.0", method = appended }
            }
            """);
    serve(laboratory, dataDir, "appended", "boot.plans=[\"" + plans.getParent() + "\"]");
    Guest guest = boot(laboratory, Loader.IPXE_HTTP);
    shows(guest, "The demo");
    new Cli(dataDir).run("remove", "demo@1.0").succeeded();
    return shows(guest, "demo.*did not arrive from");
  }

  private static String serverRestart(Laboratory laboratory, Shelf shelf) {
    Path dataDir = shelf.with(LiveImage.PLAIN);
    LabServer server = serve(laboratory, dataDir, "appended");
    Guest guest = boot(laboratory, Loader.PXELINUX);
    underWay(laboratory, "rootfs.img", SOME_BYTES);
    server.kill();
    serve(laboratory, dataDir, "appended");
    return booted(guest, LIMIT_WITH_RESET);
  }

  private static String loss(Laboratory laboratory, Shelf shelf) {
    serve(laboratory, shelf.with(LiveImage.PLAIN), "appended");
    laboratory.wire().lose(2);
    return booted(boot(laboratory, Loader.PXELINUX));
  }

  private static String givesUp(Laboratory laboratory, Shelf shelf) {
    LabServer server = serve(laboratory, shelf.with(LiveImage.PLAIN), "appended");
    Guest guest = boot(laboratory, Loader.PXELINUX);
    underWay(laboratory, "rootfs.img", SOME_BYTES);
    guest.reset();
    String verdict = booted(guest);
    assertThat(server.stop()).isZero();
    assertThat(server.log()).containsPattern("rootfs\\.img: (timed-out|aborted)");
    return verdict;
  }

  private static LabServer serve(
      Laboratory laboratory, Path dataDir, String method, String... more) {
    List<String> settings = new ArrayList<>(List.of(more));
    settings.add("boot.method=" + method);
    settings.add("boot.kernel-arguments=" + BootCell.ARGUMENTS);
    return laboratory.serve(dataDir, settings);
  }

  private static Guest boot(Laboratory laboratory, Loader loader) {
    laboratory.tell(loader.files());
    return laboratory.boot(loader.firmware(), BootCell.MEMORY);
  }

  private static String booted(Guest guest) {
    return booted(guest, LIMIT);
  }

  private static String booted(Guest guest, Duration limit) {
    String verdict = guest.verdict(limit);
    assertThat(verdict).contains("OK version=1.0 rootfs=appended");
    return verdict;
  }

  private static String shows(Guest guest, String pattern) {
    return guest
        .console()
        .awaitOnScreen(Pattern.compile(pattern), LIMIT)
        .map(found -> "screen: " + found.group())
        .orElseThrow(() -> new AssertionError("the guest ended without: " + pattern));
  }

  private static void underWay(Laboratory laboratory, String file, long bytes) {
    laboratory
        .traffic()
        .await(file + " is under way", LIMIT, traffic -> traffic.bytesOf(file) > bytes);
  }

  private static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
