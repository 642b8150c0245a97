package org.pairboot.appliance.loader;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What loaders are called by those who ask, and by the packages that bring them. */
final class LoaderNames {
  private static final String SIGNED = ".signed";

  /**
   * In the order in which they are looked for. shim asks for its second stage under the name that
   * GRUB has on disks; Debian's for networks has another, Fedora's is the same.
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

  /** What shim loads from the directory that it came from, wherever that is. */
  private static final Set<String> BESIDE_SHIM =
      Set.of("grubx64.efi", "grubaa64.efi", "mmx64.efi", "mmaa64.efi", "fbx64.efi", "fbaa64.efi");

  private LoaderNames() {}

  /** The files that {@code asked} may mean, best first: signed before unsigned. */
  static Stream<String> files(String asked) {
    // Firmware that boots from removable media writes upper case.
    String exact = asked.endsWith(".EFI") ? asked.toLowerCase(Locale.ROOT) : asked;
    return Stream.concat(ALIASES.getOrDefault(exact, List.of()).stream(), Stream.of(exact))
        .flatMap(name -> name.endsWith(".efi") ? Stream.of(name + SIGNED, name) : Stream.of(name));
  }

  /** Whether shim asks for {@code fileName}, so that the directory in front of it tells nothing. */
  static boolean isBesideShim(String fileName) {
    return BESIDE_SHIM.contains(fileName);
  }
}
