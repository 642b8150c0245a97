package org.pairboot.it.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pairboot.it.firmware.Scenario.Extent;
import org.pairboot.it.firmware.image.LiveImage;
import org.pairboot.it.firmware.image.Shelf;
import org.pairboot.it.firmware.machine.Guest;
import org.pairboot.it.firmware.machine.Laboratory;

/** What loaders show to people, and what becomes of the keys that these press. */
final class Screens {
  private static final Duration LIMIT = BootCell.LIMIT;

  /** By loader: what has it ask again, as each says on the screen. */
  private static final Map<Loader, List<String>> ASK_AGAIN =
      Map.of(
          Loader.PXELINUX, List.of("a", "g", "a", "i", "n", "ret"),
          Loader.GRUB_TFTP, List.of("esc"),
          Loader.IPXE_HTTP, List.of("a"));

  private Screens() {}

  static Stream<Scenario> scenarios() {
    return ASK_AGAIN.keySet().stream()
        .sorted()
        .flatMap(loader -> Stream.of(menu(loader), again(loader)));
  }

  private static Scenario menu(Loader loader) {
    return new Scenario(
        "menu/" + loader.term(),
        Extent.EVERY_RUN,
        "a menu, of which the second entry is taken",
        (laboratory, shelf) -> secondEntry(loader, laboratory, shelf));
  }

  private static Scenario again(Loader loader) {
    return new Scenario(
        "again/" + loader.term(),
        Extent.FULL_RUN,
        "an image that is not there yet: the screen says so, and a key asks again",
        (laboratory, shelf) -> againWhenItIsThere(loader, laboratory, shelf));
  }

  private static String secondEntry(Loader loader, Laboratory laboratory, Shelf shelf) {
    Path dataDir = shelf.own(LiveImage.PLAIN);
    Shelf.add(dataDir, LiveImage.NEXT_BUILD);
    Path plans = laboratory.directory().resolve("plans");
    write(
        plans.resolve("menu.conf"),
        """
        profiles {
          default { action = menu, menu { title = Choose, timeout = 90s, profiles = [ old, new ] } }
          old { title = "The old build", image = "demo@1.0", method = appended }
          new { title = "The new build", image = "demo@2.0", method = appended
                kernel-arguments.add = "%s" }
        }
        """
            .formatted(BootCell.ARGUMENTS));
    Guest guest =
        boot(loader, laboratory, dataDir, "boot.plans=[\"" + plans + "\"]", "boot.method=appended");
    shows(guest, "The new build");
    guest.press("down", "ret");
    return booted(guest, "2.0");
  }

  private static String againWhenItIsThere(Loader loader, Laboratory laboratory, Shelf shelf) {
    Path dataDir = shelf.own(LiveImage.PLAIN);
    Guest guest = boot(loader, laboratory, dataDir, "boot.image=demo@2.0", "boot.method=appended");
    shows(guest, "has nothing to boot");
    Shelf.add(dataDir, LiveImage.NEXT_BUILD);
    guest.press(ASK_AGAIN.get(loader).toArray(String[]::new));
    return booted(guest, "2.0");
  }

  private static Guest boot(
      Loader loader, Laboratory laboratory, Path dataDir, String... settings) {
    laboratory.serve(
        dataDir,
        Stream.concat(Stream.of(settings), Stream.of("boot.kernel-arguments=" + BootCell.ARGUMENTS))
            .toList());
    laboratory.tell(loader.files());
    return laboratory.boot(loader.firmware(), BootCell.MEMORY);
  }

  private static void shows(Guest guest, String text) {
    assertThat(guest.console().awaitOnScreen(Pattern.compile(Pattern.quote(text)), LIMIT))
        .as("screen with %s; it ends with %s", text, guest.console().tail())
        .isPresent();
  }

  private static String booted(Guest guest, String version) {
    String verdict = guest.verdict(LIMIT);
    assertThat(verdict).contains("OK version=" + version + " rootfs=appended");
    return verdict;
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
