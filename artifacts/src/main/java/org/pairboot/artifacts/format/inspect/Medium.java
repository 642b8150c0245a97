package org.pairboot.artifacts.format.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pairboot.artifacts.format.bootmenu.MenuEntry;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.iso9660.IsoImage;
import org.pairboot.artifacts.format.live.PayloadType;
import org.pairboot.artifacts.format.preset.LiveSystem;
import org.pairboot.artifacts.format.preset.LiveSystemFinder;
import org.pairboot.artifacts.format.preset.LiveSystemFinder.UnknownSystemException;

/**
 * What an ISO, or a directory with the files of one, would be imported as.
 *
 * @param path of the ISO or directory
 * @param length of an ISO in bytes; empty for a directory
 * @param label the name of the volume; empty if it has none
 * @param menu the entries of its boot menu
 * @param system what an import would take; empty if it would refuse the medium
 * @param problem why it would
 */
public record Medium(
    Path path,
    OptionalLong length,
    String label,
    List<MenuEntry> menu,
    Optional<LiveSystem> system,
    Optional<String> problem) {
  public Medium {
    menu = List.copyOf(menu);
  }

  /** Whether {@code path} is a directory or an ISO. */
  public static boolean isOne(Path path) throws IOException {
    return Files.isDirectory(path) || PayloadType.of(ImageFile.of(path)) == PayloadType.ISO;
  }

  /**
   * Looks for the system in {@code path}.
   *
   * @throws org.pairboot.artifacts.format.input.BadImageException if an ISO is incomplete
   */
  public static Medium of(Path path) throws IOException {
    boolean isIso = !Files.isDirectory(path);
    OptionalLong length = OptionalLong.empty();
    String label = "";
    if (isIso) {
      ImageFile file = ImageFile.of(path);
      length = OptionalLong.of(file.length());
      try (IsoImage iso = IsoImage.open(file)) {
        label = iso.volumeId();
      }
    }
    List<MenuEntry> menu = LiveSystemFinder.entries(path);
    try {
      LiveSystem system = LiveSystemFinder.find(path, Optional.empty(), Optional.empty());
      return new Medium(path, length, label, menu, Optional.of(system), Optional.empty());
    } catch (UnknownSystemException e) {
      return new Medium(path, length, label, menu, Optional.empty(), Optional.of(e.getMessage()));
    }
  }
}
