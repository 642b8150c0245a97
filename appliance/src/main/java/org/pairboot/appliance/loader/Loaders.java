package org.pairboot.appliance.loader;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pairboot.artifacts.content.Content;
import org.pairboot.conf.Settings.LoaderSettings;

/**
 * The loaders on the search path at one moment, under the names that machines ask for. Loaders for
 * different firmware have modules of the same names, so each has its own directory. Immutable and
 * thread-safe.
 */
public final class Loaders {
  private static final String ROOT = "";
  private static final String SIGNED = ".signed";

  /**
   * Files to try before the requested name. shim asks for its second stage under the name that GRUB
   * has on disks; Debian's GRUB for network boot has another name, Fedora's has the same.
   */
  private static final Map<String, List<String>> ALIASES =
      Map.of(
          "grubx64.efi", List.of("grubnetx64.efi"),
          "grubaa64.efi", List.of("grubnetaa64.efi"),
          "grubia32.efi", List.of("grubnetia32.efi"),
          "bootx64.efi", List.of("shimx64.efi"),
          "bootaa64.efi", List.of("shimaa64.efi"),
          "ipxe.efi", List.of("ipxe-x86_64.efi"),
          "snponly.efi", List.of("ipxe-snponly-x86_64.efi"));

  /** shim loads these from the directory that it came from itself, whichever that is. */
  private static final Set<String> FETCHED_BY_SHIM =
      Set.of("grubx64.efi", "grubaa64.efi", "mmx64.efi", "mmaa64.efi", "fbx64.efi", "fbaa64.efi");

  private final Map<String, LoaderIndex> directories;

  private Loaders(Map<String, LoaderIndex> directories) {
    this.directories = directories;
  }

  /**
   * Those that are there now. None is read: its bytes are when it is opened, and its digest when
   * that is first asked for.
   *
   * @param watch takes each directory and each loader: packages are installed and removed while a
   *     server runs
   */
  public static Loaders find(LoaderSettings settings, Consumer<Path> watch) {
    return new Loaders(
        Map.of(
            ROOT,
            new LoaderIndex(settings.searchPath(), watch),
            "efi64",
            new LoaderIndex(settings.efi64(), watch),
            "efi32",
            new LoaderIndex(settings.efi32(), watch),
            "arm64",
            new LoaderIndex(settings.arm64(), watch)));
  }

  /**
   * Finds a loader.
   *
   * @param name without a leading slash
   */
  public Optional<Content> find(String name) {
    int slash = name.lastIndexOf('/');
    String fileName = name.substring(slash + 1);
    return Optional.ofNullable(directories.get(name.substring(0, Math.max(0, slash))))
        .flatMap(index -> find(fileName, index))
        .or(() ->
            FETCHED_BY_SHIM.contains(fileName)
                ? find(fileName, directories.get(ROOT))
                : Optional.empty());
  }

  private static Optional<Content> find(String fileName, LoaderIndex index) {
    return candidates(fileName).flatMap(file -> index.find(file).stream()).findFirst();
  }

  /** The files that can be served as {@code fileName}, best first: signed before unsigned. */
  private static Stream<String> candidates(String fileName) {
    // Firmware that also boots from removable media asks in upper case.
    String exact = fileName.endsWith(".EFI") ? fileName.toLowerCase(Locale.ROOT) : fileName;
    return Stream.concat(ALIASES.getOrDefault(exact, List.of()).stream(), Stream.of(exact))
        .flatMap(name -> name.endsWith(".efi") ? Stream.of(name + SIGNED, name) : Stream.of(name));
  }
}
