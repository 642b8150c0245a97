package org.pairboot.artifacts.format.kernel;

import java.util.Optional;
import org.pairboot.artifacts.catalog.KernelForm;

/** Recognises the form of a kernel by its head. */
final class KernelForms {
  // Documentation/arch/x86/boot.rst, Documentation/arch/arm64/booting.rst and
  // Documentation/arch/riscv/boot-image-header.rst of Linux, and arch/s390/boot/head.S.
  private static final int X86_MAGIC = 0x202;
  private static final int IMAGE_MAGIC = 56;
  private static final int ARM_MAGIC = 36;
  private static final int ARM_ZIMAGE = 0x18286F01;
  private static final int S390_MAGIC = 0x10008;
  // drivers/firmware/efi/libstub/zboot-header.S
  private static final int ZBOOT_MAGIC = 4;
  // U-Boot's include/image.h
  private static final int UIMAGE = 0x27051956;
  private static final int UIMAGE_TYPE = 30;
  private static final int UIMAGE_KERNEL = 2;
  // A flattened device tree, in which U-Boot's FIT images are, and its node with the images.
  private static final int DEVICE_TREE = 0xD00DFEED;
  private static final String FIT_NODE = "\0\0\0\1images\0";
  // The Multiboot Specification, 3.1.1, and Multiboot2, 3.1.1
  private static final int MULTIBOOT = 0x1BADB002;
  private static final int MULTIBOOT_WITHIN = 8192;
  private static final int MULTIBOOT2 = 0xE85250D6;
  private static final int MULTIBOOT2_WITHIN = 32768;

  private static final int PE_HEADER_OFFSET = 0x3C;
  private static final int PE_SUBSYSTEM = 92;
  private static final int ELF_TYPE = 16;

  private KernelForms() {}

  static Optional<KernelForm> of(KernelHead head) {
    if (isBzImage(head)) {
      return Optional.of(KernelForm.BZIMAGE);
    }
    if (isArm64(head) || isRiscv(head)) {
      return Optional.of(KernelForm.IMAGE);
    }
    if (isZboot(head)) {
      return Optional.of(KernelForm.ZBOOT);
    }
    if (isEfi(head)) {
      return Optional.of(KernelForm.EFI);
    }
    if (isArm(head)) {
      return Optional.of(KernelForm.ZIMAGE);
    }
    if (isUImage(head)) {
      return Optional.of(KernelForm.UIMAGE);
    }
    if (head.isAt(0, DEVICE_TREE) && head.contains(FIT_NODE, KernelHead.LENGTH)) {
      return Optional.of(KernelForm.FIT);
    }
    if (isMultiboot(head)) {
      return Optional.of(KernelForm.MULTIBOOT);
    }
    if (isElfKernel(head)) {
      return Optional.of(KernelForm.ELF);
    }
    return isS390(head) ? Optional.of(KernelForm.S390) : Optional.empty();
  }

  static boolean isBzImage(KernelHead head) {
    return head.isAt(X86_MAGIC, "HdrS");
  }

  static boolean isArm64(KernelHead head) {
    return head.isAt(IMAGE_MAGIC, "ARMd");
  }

  static boolean isRiscv(KernelHead head) {
    return head.isAt(IMAGE_MAGIC, "RSC\u0005");
  }

  static boolean isArm(KernelHead head) {
    return head.isAt(ARM_MAGIC, ARM_ZIMAGE);
  }

  static boolean isZboot(KernelHead head) {
    return head.isAt(0, "MZ") && head.isAt(ZBOOT_MAGIC, "zimg");
  }

  /** A program for EFI, or one that does not say what it is for. */
  static boolean isEfi(KernelHead head) {
    Optional<Integer> header = portableExecutable(head);
    if (header.isEmpty()) {
      return false;
    }
    int at = header.get() + PE_SUBSYSTEM;
    int subsystem = head.has(at, Short.BYTES) ? head.getShort(at) : 0;
    // 10 to 13 are EFI, 2 and 3 Windows.
    return subsystem == 0 || subsystem >= 10;
  }

  /** Where the header of a portable executable starts. */
  static Optional<Integer> portableExecutable(KernelHead head) {
    if (!head.isAt(0, "MZ") || !head.has(PE_HEADER_OFFSET, Integer.BYTES)) {
      return Optional.empty();
    }
    int header = head.getInt(PE_HEADER_OFFSET);
    return head.isAt(header, "PE\0\0") ? Optional.of(header) : Optional.empty();
  }

  /** U-Boot's wrapper, which initramfs files have too. */
  static boolean isUImage(KernelHead head) {
    return head.isAt(0, UIMAGE)
        && head.has(UIMAGE_TYPE, 1)
        && head.getByte(UIMAGE_TYPE) == UIMAGE_KERNEL;
  }

  static boolean isElf(KernelHead head) {
    return head.isAt(0, "\u007fELF");
  }

  static boolean isS390(KernelHead head) {
    return head.isAt(S390_MAGIC, "S390EP");
  }

  /** The type of an ELF file: 1 is an object, 2 and 3 can be run, 4 is a core dump. */
  static int elfType(KernelHead head) {
    if (!head.has(ELF_TYPE, Short.BYTES)) {
      return 0;
    }
    int type = head.getShort(ELF_TYPE);
    return head.getByte(5) == 2 ? Short.reverseBytes((short) type) & 0xFFFF : type;
  }

  /** Programs name the dynamic linker that starts them; kernels do not. */
  static boolean isDynamicallyLinked(KernelHead head) {
    String start = head.text(4096);
    return start.contains("/ld-") || start.contains("/ld.so") || start.contains("/ld64.so");
  }

  private static boolean isElfKernel(KernelHead head) {
    int type = isElf(head) ? elfType(head) : 0;
    return (type == 2 || type == 3) && !isDynamicallyLinked(head);
  }

  private static boolean isMultiboot(KernelHead head) {
    for (int at = 0; at < MULTIBOOT2_WITHIN && head.has(at, 16); at += 4) {
      int magic = head.getInt(at);
      boolean first =
          magic == MULTIBOOT
              && at < MULTIBOOT_WITHIN
              && magic + head.getInt(at + 4) + head.getInt(at + 8) == 0;
      boolean second =
          magic == MULTIBOOT2
              && magic + head.getInt(at + 4) + head.getInt(at + 8) + head.getInt(at + 12) == 0;
      if (first || second) {
        return true;
      }
    }
    return false;
  }
}
