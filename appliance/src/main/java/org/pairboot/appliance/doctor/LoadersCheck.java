package org.pairboot.appliance.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.appliance.doctor.report.Check;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.appliance.loader.LoaderPackages;
import org.pairboot.appliance.loader.Loaders;
import org.pairboot.conf.Settings.LoaderSettings;

/** Whether there is a complete loader for each kind of firmware. */
final class LoadersCheck implements Check {
  private static final List<Starter> STARTERS =
      List.of(
          Starter.usual("BIOS, PXELINUX", "pxelinux.0", "ldlinux.c32"),
          Starter.usual("UEFI x86-64, iPXE", "ipxe.efi"),
          Starter.rare("BIOS, PXELINUX over HTTP", "lpxelinux.0", "ldlinux.c32"),
          Starter.rare("BIOS, iPXE", "undionly.kpxe"),
          Starter.rare("UEFI x86-64 with Secure Boot, GRUB", "shimx64.efi", "grubx64.efi"),
          Starter.rare("UEFI x86-64, PXELINUX", "efi64/syslinux.efi", "efi64/ldlinux.e64"),
          Starter.rare("UEFI 32-bit x86, GRUB", "grubia32.efi"),
          Starter.rare("UEFI ARM64, GRUB", "grubaa64.efi"),
          Starter.rare("Raspberry Pi", "start4.elf"));

  private final LoaderSettings settings;

  LoadersCheck(LoaderSettings settings) {
    this.settings = settings;
  }

  /**
   * The files that start one kind of firmware.
   *
   * @param usual whether most labs have such machines
   * @param files each of which needs the others
   */
  private record Starter(String firmware, boolean usual, List<String> files) {
    private static Starter usual(String firmware, String... files) {
      return new Starter(firmware, true, List.of(files));
    }

    private static Starter rare(String firmware, String... files) {
      return new Starter(firmware, false, List.of(files));
    }
  }

  @Override
  public String topic() {
    return "loaders";
  }

  @Override
  public List<Finding> run() {
    Loaders loaders = Loaders.find(settings, file -> {});
    return Stream.concat(
            unreadableDirectories(), STARTERS.stream().map(starter -> finding(starter, loaders)))
        .toList();
  }

  /** Such as Fedora's /boot/efi, which only root can enter. */
  private Stream<Finding> unreadableDirectories() {
    return Stream.of(settings.searchPath(), settings.efi64(), settings.efi32(), settings.arm64())
        .flatMap(List::stream)
        .distinct()
        .filter(LoadersCheck::isUnreadable)
        .map(directory ->
            Finding.warning(
                directory.toString(),
                "this user cannot read this directory of loaders",
                "copy the loaders to a directory of their own and make it the first of"
                    + " loaders.search-path"));
  }

  private static boolean isUnreadable(Path directory) {
    return Files.exists(directory)
        ? !Files.isReadable(directory)
        // Below a directory that this user cannot enter, neither exists nor notExists is true.
        : !Files.notExists(directory);
  }

  private static Finding finding(Starter starter, Loaders loaders) {
    String firmware = starter.firmware();
    List<String> missing = new ArrayList<>(starter.files());
    missing.removeIf(name -> loaders.find(name).isPresent());
    if (missing.isEmpty()) {
      return Finding.ok(firmware, String.join(" and ", starter.files()));
    }
    String remedy =
        missing.stream()
            .flatMap(name -> LoaderPackages.of(name).stream())
            .map(LoaderPackages.Packages::toString)
            .distinct()
            .collect(Collectors.joining("; "));
    if (missing.size() < starter.files().size()) {
      List<String> found = new ArrayList<>(starter.files());
      found.removeAll(missing);
      String what =
          "found %s, but not %s, without which it does not start"
              .formatted(String.join(" and ", found), String.join(" and ", missing));
      return starter.usual()
          ? Finding.problem(firmware, what, remedy)
          : Finding.warning(firmware, what, remedy);
    }
    String what = "no " + String.join(" and no ", missing) + " in the directories of loaders.*";
    return starter.usual()
        ? Finding.warning(firmware, what, remedy)
        : Finding.note(firmware, what, remedy + ", if you have such machines");
  }
}
