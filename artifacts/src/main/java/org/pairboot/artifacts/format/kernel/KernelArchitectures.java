package org.pairboot.artifacts.format.kernel;

import java.util.Optional;
import org.pairboot.artifacts.catalog.Architecture;

/** Reads the architecture from the head of a kernel. */
final class KernelArchitectures {
  // Documentation/arch/x86/boot.rst
  private static final int X86_BOOT_FLAG = 0x1FE;
  private static final int X86_PROTOCOL = 0x206;
  private static final int X86_XLOADFLAGS = 0x236;
  private static final int X86_PROTOCOL_WITH_XLOADFLAGS = 0x20C;
  private static final int UIMAGE_ARCHITECTURE = 29;
  private static final int ELF_MACHINE = 18;

  private KernelArchitectures() {}

  static Optional<Architecture> of(KernelHead head) {
    if (KernelForms.isBzImage(head)) {
      return Optional.of(isX86With64BitEntry(head) ? Architecture.X86_64 : Architecture.I386);
    }
    if (KernelForms.isArm64(head)) {
      return Optional.of(Architecture.AARCH64);
    }
    if (KernelForms.isRiscv(head)) {
      return Optional.of(Architecture.RISCV64);
    }
    if (KernelForms.isArm(head)) {
      return Optional.of(Architecture.ARM);
    }
    if (KernelForms.isUImage(head)) {
      return uImageMachine(head.getByte(UIMAGE_ARCHITECTURE));
    }
    Optional<Integer> executable = KernelForms.portableExecutable(head);
    if (executable.isPresent()) {
      int machine = executable.get() + 4;
      return head.has(machine, Short.BYTES) ? peMachine(head.getShort(machine)) : Optional.empty();
    }
    if (KernelForms.isElf(head) && head.has(ELF_MACHINE, Short.BYTES)) {
      boolean bigEndian = head.getByte(5) == 2;
      short machine = (short) head.getShort(ELF_MACHINE);
      return elfMachine((bigEndian ? Short.reverseBytes(machine) : machine) & 0xFFFF);
    }
    return KernelForms.isS390(head) ? Optional.of(Architecture.S390X) : Optional.empty();
  }

  private static boolean isX86With64BitEntry(KernelHead head) {
    return head.has(X86_XLOADFLAGS, Short.BYTES)
        && head.getShort(X86_BOOT_FLAG) == 0xAA55
        && head.getShort(X86_PROTOCOL) >= X86_PROTOCOL_WITH_XLOADFLAGS
        && (head.getShort(X86_XLOADFLAGS) & 1) == 1;
  }

  private static Optional<Architecture> peMachine(int machine) {
    return switch (machine) {
      case 0x8664 -> Optional.of(Architecture.X86_64);
      case 0x014C -> Optional.of(Architecture.I386);
      case 0x01C2 -> Optional.of(Architecture.ARM);
      case 0xAA64 -> Optional.of(Architecture.AARCH64);
      case 0x5064 -> Optional.of(Architecture.RISCV64);
      case 0x6264 -> Optional.of(Architecture.LOONGARCH64);
      default -> Optional.empty();
    };
  }

  /** As IH_ARCH_ in U-Boot's include/image.h. */
  private static Optional<Architecture> uImageMachine(int machine) {
    return switch (machine) {
      case 2 -> Optional.of(Architecture.ARM);
      case 3 -> Optional.of(Architecture.I386);
      case 22 -> Optional.of(Architecture.AARCH64);
      case 24 -> Optional.of(Architecture.X86_64);
      case 26 -> Optional.of(Architecture.RISCV64);
      default -> Optional.empty();
    };
  }

  private static Optional<Architecture> elfMachine(int machine) {
    return switch (machine) {
      case 3 -> Optional.of(Architecture.I386);
      case 40 -> Optional.of(Architecture.ARM);
      case 62 -> Optional.of(Architecture.X86_64);
      case 183 -> Optional.of(Architecture.AARCH64);
      case 21 -> Optional.of(Architecture.PPC64LE);
      case 22 -> Optional.of(Architecture.S390X);
      case 243 -> Optional.of(Architecture.RISCV64);
      case 258 -> Optional.of(Architecture.LOONGARCH64);
      default -> Optional.empty();
    };
  }
}
