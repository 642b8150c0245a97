package org.pairboot.artifacts.catalog;

import static org.pairboot.artifacts.catalog.KernelForm.Loader.GRUB;
import static org.pairboot.artifacts.catalog.KernelForm.Loader.IPXE;
import static org.pairboot.artifacts.catalog.KernelForm.Loader.PXELINUX;
import static org.pairboot.artifacts.catalog.KernelForm.Loader.RASPBERRY_PI;
import static org.pairboot.artifacts.catalog.KernelForm.Loader.U_BOOT;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The forms in which kernels come, by the names that kernel builders use, and the loaders that
 * start them with the generated scripts. A loader is left out only where no build of it can: not
 * each GRUB starts each form that is given for GRUB here.
 */
public enum KernelForm {
  /** For the x86 boot protocol: Linux, memtest86+, memdisk, ipxe.lkrn. */
  BZIMAGE("bzImage", PXELINUX, GRUB, IPXE, U_BOOT),
  /** Uncompressed, for arm64 and RISC-V. */
  IMAGE("Image", GRUB, IPXE, U_BOOT, RASPBERRY_PI),
  /** U-Boot's booti unpacks it; so does the Raspberry Pi, says the page on its config.txt. */
  GZIP_IMAGE("gzip-compressed Image", GRUB, IPXE, U_BOOT, RASPBERRY_PI),
  /** Compressed otherwise, which the Raspberry Pi does not unpack. */
  PACKED_IMAGE("compressed Image", GRUB, IPXE, U_BOOT),
  /** An EFI program that unpacks the Image in it; U-Boot's scripts start none (pxe_utils.c). */
  ZBOOT("EFI zboot image", GRUB, IPXE),
  EFI("EFI executable", GRUB, IPXE),
  /** For 32-bit ARM; it unpacks itself. */
  ZIMAGE("zImage", GRUB, IPXE, U_BOOT, RASPBERRY_PI),
  /** In the old wrapper of U-Boot. */
  UIMAGE("uImage", U_BOOT),
  /** In the new wrapper of U-Boot, which is a device tree. */
  FIT("FIT image", U_BOOT),
  /** For hypervisors and small operating systems; GRUB's command linux starts none. */
  MULTIBOOT("multiboot kernel", IPXE),
  /** What POWER starts, and 32-bit x86 by iPXE. */
  ELF("ELF", PXELINUX, GRUB, IPXE),
  /** Its firmware reads PXELINUX's files. */
  S390("s390 image", PXELINUX);

  /** What starts kernels, as the generated scripts have it do. */
  public enum Loader {
    PXELINUX("PXELINUX"),
    GRUB("GRUB"),
    IPXE("iPXE"),
    U_BOOT("U-Boot"),
    RASPBERRY_PI("the Raspberry Pi");

    private final String title;

    Loader(String title) {
      this.title = title;
    }

    /** Whether there is a build of it for {@code architecture}. */
    private boolean runsOn(Architecture architecture) {
      return switch (architecture) {
        case X86_64, I386 -> this == PXELINUX || this == GRUB || this == IPXE;
        case AARCH64, ARM -> this != PXELINUX;
        case RISCV64 -> this == GRUB || this == IPXE || this == U_BOOT;
        case LOONGARCH64 -> this == GRUB || this == IPXE;
        case PPC64LE -> this == GRUB;
        case S390X -> this == PXELINUX;
      };
    }

    /** The name for messages. */
    @Override
    public String toString() {
      return title;
    }
  }

  private final String title;
  private final Set<Loader> loaders;

  KernelForm(String title, Loader... loaders) {
    this.title = title;
    this.loaders = Set.of(loaders);
  }

  /** The form of that {@link #term}. */
  public static Optional<KernelForm> parse(String term) {
    return Arrays.stream(values()).filter(form -> form.term().equals(term)).findFirst();
  }

  /** What documents call it. */
  public String term() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether {@code loader} starts it, at least in some of its builds. */
  public boolean isStartedBy(Loader loader) {
    return loaders.contains(loader);
  }

  /** The loaders on {@code architecture} that do not start it. */
  public List<Loader> missing(Architecture architecture) {
    return Stream.of(Loader.values())
        .filter(loader -> loader.runsOn(architecture) && !isStartedBy(loader))
        .toList();
  }

  /** The forms that {@code loader} starts, in words. */
  public static String startedBy(Loader loader) {
    return Stream.of(values())
        .filter(form -> form.isStartedBy(loader))
        .map(KernelForm::toString)
        .collect(Collectors.joining(", "));
  }

  /** The name for messages. */
  @Override
  public String toString() {
    return title;
  }
}
