package org.pairboot.appliance.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.appliance.loader.LoaderPackages;
import org.pairboot.appliance.loader.Loaders;
import org.pairboot.conf.LoaderSettings;

/** Whether there is a loader for each kind of firmware, and all of it. */
record LoadersCheck(LoaderSettings settings) implements Check {

  /**
   * A way for firmware to start.
   *
   * @param files without one of which the others are of no use
   * @param usual whether most labs have such machines
   */
  private record Way(String firmware, boolean usual, List<String> files) {
    private static Way usual(String firmware, String... files) {
      return new Way(firmware, true, List.of(files));
    }

    private static Way rare(String firmware, String... files) {
      return new Way(firmware, false, List.of(files));
    }
  }

  private static final List<Way> WAYS =
      List.of(
          Way.usual("BIOS, PXELINUX", "pxelinux.0", "ldlinux.c32"),
          Way.usual("UEFI x86-64, iPXE", "ipxe.efi"),
          Way.rare("BIOS, PXELINUX over HTTP", "lpxelinux.0", "ldlinux.c32"),
          Way.rare("BIOS, iPXE", "undionly.kpxe"),
          Way.rare("UEFI x86-64 with Secure Boot, GRUB", "shimx64.efi", "grubx64.efi"),
          Way.rare("UEFI x86-64, PXELINUX", "efi64/syslinux.efi", "efi64/ldlinux.e64"),
          Way.rare("UEFI 32-bit x86, GRUB", "grubia32.efi"),
          Way.rare("UEFI ARM64, GRUB", "grubaa64.efi"),
          Way.rare("Raspberry Pi", "start4.elf"));

  @Override
  public String topic() {
    return "loaders";
  }

  @Override
  public List<Finding> run() {
    Loaders loaders = new Loaders(settings);
    return Stream.concat(directories(), WAYS.stream().map(way -> of(way, loaders))).toList();
  }

  /** Such as Fedora's /boot/efi, which only root may look into. */
  private Stream<Finding> directories() {
    return Stream.of(settings.searchPath(), settings.efi64(), settings.efi32(), settings.arm64())
        .flatMap(List::stream)
        .distinct()
        .filter(LoadersCheck::isClosed)
        .map(directory ->
            Finding.warning(
                directory.toString(),
                "this directory of loaders cannot be read by this user",
                "copy the loaders to a directory of their own, and put that first into"
                    + " loaders.search-path"));
  }

  private static boolean isClosed(Path directory) {
    return Files.exists(directory)
        ? !Files.isReadable(directory)
        // What is below a directory that may not be entered does not seem to exist.
        : !Files.notExists(directory);
  }

  private static Finding of(Way way, Loaders loaders) {
    List<String> missing = new ArrayList<>(way.files());
    missing.removeIf(name -> loaders.find(name).isPresent());
    if (missing.isEmpty()) {
      return Finding.ok(way.firmware(), String.join(" and ", way.files()));
    }
    String remedy =
        missing.stream()
            .flatMap(name -> LoaderPackages.of(name).stream())
            .map(LoaderPackages.Packages::toString)
            .distinct()
            .collect(Collectors.joining("; "));
    if (missing.size() < way.files().size()) {
      List<String> there = new ArrayList<>(way.files());
      there.removeAll(missing);
      String what =
          "%s is there, but not %s, without which it does not start"
              .formatted(String.join(" and ", there), String.join(" and ", missing));
      return way.usual()
          ? Finding.problem(way.firmware(), what, remedy)
          : Finding.warning(way.firmware(), what, remedy);
    }
    String what = "no " + String.join(" and no ", missing) + " in loaders.*";
    return way.usual()
        ? Finding.warning(way.firmware(), what, remedy)
        : Finding.note(way.firmware(), what, remedy + ", if there are such machines");
  }
}
