package org.pairboot.artifacts.format.kernel;

/** The forms in which kernels come, by the names that kernel builders use. */
public enum KernelForm {
  /** For the x86 boot protocol: Linux, memtest86+, memdisk, ipxe.lkrn. */
  BZIMAGE("bzImage"),
  /** Uncompressed, for arm64 and RISC-V. */
  IMAGE("Image"),
  /** The same in a gzip file or the like. */
  PACKED_IMAGE("compressed Image"),
  /** An EFI program that unpacks the Image in it. */
  ZBOOT("EFI zboot image"),
  EFI("EFI executable"),
  /** For 32-bit ARM; it unpacks itself. */
  ZIMAGE("zImage"),
  /** In the old wrapper of U-Boot. */
  UIMAGE("uImage"),
  /** In the new wrapper of U-Boot, which is a device tree. */
  FIT("FIT image"),
  /** For the boot protocol of GRUB: hypervisors and small operating systems. */
  MULTIBOOT("multiboot kernel"),
  ELF("ELF"),
  S390("s390 image");

  private final String title;

  KernelForm(String title) {
    this.title = title;
  }

  /** The name for messages. */
  @Override
  public String toString() {
    return title;
  }
}
