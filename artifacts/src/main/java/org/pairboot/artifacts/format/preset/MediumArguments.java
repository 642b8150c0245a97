package org.pairboot.artifacts.format.preset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.content.KernelArguments.Argument;

/** The kernel arguments with which a medium boots: what they tell, and what of them stays. */
final class MediumArguments {
  /** Where to look for the medium; nothing of it is there when a machine boots from the network. */
  private static final KernelArguments WHERE_THE_MEDIUM_IS =
      KernelArguments.parse(
          "BOOT_IMAGE initrd iso-scan/filename findiso fromiso img_dev img_loop cdroot"
              + " live-media bootfrom"
              + " archisolabel archisodevice archisosearchuuid archisosearchfilename"
              + " inst.stage2 rd.live.check rd.live.dir rd.live.squashimg"
              // Debian's and Ubuntu's mark for what an installed system gets.
              + " ---");

  /** Where to look inside of the medium. Of use to a system that fetches all of it. */
  private static final KernelArguments WHERE_IN_THE_MEDIUM =
      KernelArguments.parse("live-media-path");

  /** How the values of arguments begin that name a drive, a partition or a volume. */
  private static final List<String> DRIVES =
      List.of(
          "hd:",
          "cdrom",
          "LABEL=",
          "UUID=",
          "CDLABEL=",
          "PARTUUID=",
          "live:",
          "install:",
          "/dev/",
          "file:///dev/");

  private MediumArguments() {}

  /** Whether only {@code preset} has such arguments. */
  static boolean showThatItIs(Preset preset, KernelArguments arguments) {
    return switch (preset) {
      case DEBIAN_LIVE -> value(arguments, "boot").equals(Optional.of("live"));
      case UBUNTU_CASPER -> value(arguments, "boot").equals(Optional.of("casper"));
      case ANACONDA -> arguments.has("inst.stage2");
      case ARCH -> arguments.has("archisobasedir");
      case ALPINE ->
          value(arguments, "modules").filter(list -> list.startsWith("loop,squashfs")).isPresent();
      case DRACUT_LIVE ->
          arguments.has("rd.live.image")
              || value(arguments, "root").filter(root -> root.startsWith("live:")).isPresent();
      case TALOS -> arguments.has("talos.platform");
      case GENTOO ->
          arguments.has("cdroot") && value(arguments, "looptype").equals(Optional.of("squashfs"));
      case FEDORA_COREOS, FLATCAR, KIWI, PROXMOX -> false;
    };
  }

  /**
   * What {@code arguments} say about where files are, by their names; no value leaves the medium.
   */
  static Map<String, String> places(KernelArguments arguments, PathPattern pattern) {
    Map<String, String> places = new HashMap<>();
    for (String name : pattern.placeholders()) {
      value(arguments, name)
          .filter(place -> Stream.of(place.split("/")).noneMatch(".."::equals))
          .filter(place -> place.chars().noneMatch(c -> "*<>{}".indexOf(c) >= 0))
          .ifPresent(place -> places.put(name, place));
    }
    return places;
  }

  /** The arguments for booting from the network a system of which nothing else is known. */
  static String forNetwork(KernelArguments own) {
    return forNetwork("", own.without(WHERE_IN_THE_MEDIUM));
  }

  /**
   * The arguments for booting from the network.
   *
   * @param system what the system needs for that; it replaces arguments of the same name
   * @param own with which the medium boots
   */
  static String forNetwork(Preset preset, String system, KernelArguments own) {
    return forNetwork(system, preset.fetchesMedium() ? own : own.without(WHERE_IN_THE_MEDIUM));
  }

  private static String forNetwork(String system, KernelArguments own) {
    List<Argument> names = new ArrayList<>();
    KernelArguments.parse(system).all().forEach(each -> names.add(new Argument(each.name())));
    KernelArguments stay =
        new KernelArguments(
            own.without(WHERE_THE_MEDIUM_IS).without(new KernelArguments(names)).all().stream()
                .filter(argument -> argument.value().filter(MediumArguments::namesADrive).isEmpty())
                .toList());
    return Stream.of(system, stay.withoutMarkAtEnd().toString())
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static boolean namesADrive(String value) {
    return DRIVES.stream().anyMatch(value::startsWith);
  }

  private static Optional<String> value(KernelArguments arguments, String name) {
    return arguments.all().stream()
        .filter(argument -> argument.isNamed(name))
        .flatMap(argument -> argument.value().stream())
        .reduce((first, last) -> last);
  }
}
