package org.pairboot.appliance.boot.planner;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.MachineIdentity.Firmware;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;

/**
 * The architectures whose kernels a machine can start, as far as its loader reports it or implies
 * it.
 *
 * @param all the preferred one first; empty where nothing is known
 * @param machine the machine in words, to complete "this machine is ..."
 */
record RunnableArchitectures(List<Architecture> all, String machine) {

  static RunnableArchitectures of(MachineIdentity machine, Script script) {
    return machine
        .architecture()
        .map(reported -> reported(reported, machine, script))
        .orElseGet(() -> implied(machine, script));
  }

  private static RunnableArchitectures reported(
      Architecture reported, MachineIdentity machine, Script script) {
    boolean uefi = machine.firmware().equals(Optional.of(Firmware.UEFI));
    List<Architecture> all =
        switch (reported) {
          // 64-bit UEFI starts no 32-bit program, and the kernel has no other entry for it.
          case X86_64 ->
              uefi ? List.of(Architecture.X86_64) : List.of(Architecture.X86_64, Architecture.I386);
          // 32-bit UEFI is found on 64-bit processors. GRUB and syslinux start a 64-bit kernel
          // there by its mixed mode entry (EFI_MIXED); iPXE can start only what the firmware loads.
          case I386 ->
              uefi && script != Script.IPXE
                  ? List.of(Architecture.I386, Architecture.X86_64)
                  : List.of(Architecture.I386);
          default -> List.of(reported);
        };
    return new RunnableArchitectures(
        all, reported + (reported == Architecture.I386 && uefi ? " with 32-bit UEFI" : ""));
  }

  /** BIOS and PXELINUX run on x86 alone; a Raspberry Pi starts what its script says. */
  private static RunnableArchitectures implied(MachineIdentity machine, Script script) {
    boolean x86 =
        script == Script.PXELINUX || machine.firmware().equals(Optional.of(Firmware.BIOS));
    if (x86) {
      return new RunnableArchitectures(List.of(Architecture.X86_64, Architecture.I386), "x86");
    }
    return script.isOfRaspberryPi()
        ? new RunnableArchitectures(
            List.of(Architecture.AARCH64, Architecture.ARM), "a Raspberry Pi (aarch64 or arm)")
        : new RunnableArchitectures(List.of(), "unknown");
  }

  /**
   * The platforms on which {@code script} can start {@code image}, for a loader that knows its
   * platform and has not reported it; empty where there is no doubt.
   */
  static List<Platform> inDoubt(ImageVersion image, MachineIdentity machine, Script script) {
    if (!script.canAskAgain() || !of(machine, script).all().isEmpty()) {
      return List.of();
    }
    return image.architecture().stream()
        .flatMap(architecture -> platforms().filter(each -> starts(each, script, architecture)))
        .toList();
  }

  private static Stream<Platform> platforms() {
    return Stream.concat(
        Stream.of(Architecture.I386, Architecture.X86_64)
            .map(each -> new Platform(each, Firmware.BIOS)),
        Stream.of(Architecture.values()).map(each -> new Platform(each, Firmware.UEFI)));
  }

  private static boolean starts(Platform platform, Script script, Architecture kernel) {
    MachineIdentity machine =
        MachineIdentity.UNKNOWN
            .withPlatform(Optional.of(platform.architecture()), Optional.of(platform.firmware()))
            .withoutGuess();
    return of(machine, script).all().contains(kernel);
  }

  /** What {@code image} has for the machine; empty where it has nothing, or nobody can tell. */
  Optional<ImageVersion> choose(Snapshot images, ImageSelector image) {
    return all.isEmpty()
        ? images.find(image).filter(version -> images.architectures(version.ref()).size() <= 1)
        : all.stream().flatMap(each -> images.find(image, each).stream()).findFirst();
  }

  /** Why {@link #choose} found none. */
  String obstacle(Snapshot images, ImageRef version) {
    String built =
        images.architectures(version).stream()
            .map(Architecture::toString)
            .collect(Collectors.joining(" and "));
    return all.isEmpty()
        ? ("%s is for %s, and this machine's loader does not report its architecture; give it an"
                + " image that has only that one")
            .formatted(version, built)
        : "%s is for %s, this machine is %s".formatted(version, built, machine);
  }
}
