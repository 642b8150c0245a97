package org.pairboot.artifacts.format.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.format.input.FileInput;
import org.pairboot.artifacts.format.input.ImageFile;

/**
 * What the first bytes of a kernel show. Kernels have many formats, so an unknown file may be one;
 * only a file that is certainly something else is refused, which is mostly a mix-up. Immutable and
 * thread-safe.
 */
public final class KernelFile {
  /** Enough for every header read here; the last one is that of s390. */
  private static final int HEAD = 0x10010;

  // Offsets: Documentation/arch/x86/boot.rst and Documentation/arch/arm64/booting.rst of Linux, and
  // arch/s390/boot/head.S.
  private static final int X86_SETUP_SECTORS = 0x1F1;
  private static final int X86_SIZE = 0x1F4;
  private static final int X86_BOOT_FLAG = 0x1FE;
  private static final int X86_MAGIC = 0x202;
  private static final int X86_PROTOCOL = 0x206;
  private static final int X86_VERSION = 0x20E;
  private static final int X86_SETUP = 0x200;
  private static final int X86_XLOADFLAGS = 0x236;
  private static final int X86_PROTOCOL_WITH_XLOADFLAGS = 0x20C;
  private static final int X86_PROTOCOL_WITH_LONG_SIZE = 0x204;
  private static final int ARM64_MAGIC = 56;
  // Of the header that arm64 and RISC-V share, Documentation/arch/riscv/boot-image-header.rst.
  private static final int RISCV_MAGIC = 56;
  private static final int ARM_MAGIC = 36;
  private static final int ARM_ZIMAGE = 0x016F2818;
  // drivers/firmware/efi/libstub/zboot-header.S
  private static final int ZBOOT_MAGIC = 4;
  // U-Boot's include/image.h; big-endian.
  private static final int UIMAGE = 0x27051956;
  private static final int UIMAGE_ARCHITECTURE = 29;
  private static final int UIMAGE_TYPE = 30;
  private static final int UIMAGE_KERNEL = 2;
  // A flattened device tree, in which U-Boot's FIT images are; big-endian.
  private static final int DEVICE_TREE = 0xD00DFEED;
  private static final int PE_HEADER_OFFSET = 0x3C;
  private static final int S390_MAGIC = 0x10008;
  private static final int ISO_MAGIC = 0x8001;

  private static final int SECTOR = 512;
  private static final int PARAGRAPH = 16;

  /** Memtest86+ ends a few bytes before the size in its header. */
  private static final int MISSING_AT_MOST = 4096;

  /** Longer than any version line, which has the user and host of the build in it. */
  private static final int MAX_VERSION = 200;

  private final ByteBuffer head;
  private final long length;

  private KernelFile(ByteBuffer head, long length) {
    this.head = head;
    this.length = length;
  }

  /** Reads the header of {@code kernel}. */
  public static KernelFile read(ImageFile kernel) throws IOException {
    try (FileInput in = FileInput.open(kernel, done -> {})) {
      return new KernelFile(
          ByteBuffer.wrap(in.readNBytes(HEAD)).order(ByteOrder.LITTLE_ENDIAN), kernel.length());
    }
  }

  /** The format, by the name that kernel builders use; empty if unknown. */
  public Optional<String> format() {
    if (isAt(X86_MAGIC, "HdrS")) {
      return Optional.of("bzImage");
    }
    if (isAt(ARM64_MAGIC, "ARMd") || isAt(RISCV_MAGIC, "RSC\u0005")) {
      return Optional.of("Image");
    }
    if (isAt(0, "MZ")) {
      return Optional.of(isAt(ZBOOT_MAGIC, "zimg") ? "EFI zboot image" : "EFI executable");
    }
    if (isArmImage()) {
      return Optional.of("zImage");
    }
    if (isKernelForUBoot()) {
      return Optional.of("uImage");
    }
    if (isAt(0, DEVICE_TREE)) {
      return Optional.of("FIT image");
    }
    if (isAt(0, "\u007fELF")) {
      return Optional.of("ELF");
    }
    return isAt(S390_MAGIC, "S390EP") ? Optional.of("s390 image") : Optional.empty();
  }

  /** The version line of an x86 kernel, such as {@code 6.1.0-49-amd64 (...)}. */
  public Optional<String> version() {
    if (!isAt(X86_MAGIC, "HdrS") || !has(X86_VERSION, Short.BYTES)) {
      return Optional.empty();
    }
    int start = X86_SETUP + (head.getShort(X86_VERSION) & 0xFFFF);
    StringBuilder version = new StringBuilder();
    for (int i = start; has(i, 1) && version.length() < MAX_VERSION; i++) {
      int character = head.get(i);
      if (character < ' ' || character > '~') {
        break;
      }
      version.append((char) character);
    }
    return start == X86_SETUP || version.isEmpty()
        ? Optional.empty()
        : Optional.of(version.toString());
  }

  /** The architecture that it is for, if the header has it. */
  public Optional<Architecture> architecture() {
    if (isAt(X86_MAGIC, "HdrS")) {
      return Optional.of(isX86With64BitEntry() ? Architecture.X86_64 : Architecture.I386);
    }
    if (isAt(ARM64_MAGIC, "ARMd")) {
      return Optional.of(Architecture.AARCH64);
    }
    if (isAt(RISCV_MAGIC, "RSC\u0005")) {
      return Optional.of(Architecture.RISCV64);
    }
    if (isArmImage()) {
      return Optional.of(Architecture.ARM);
    }
    if (isKernelForUBoot()) {
      return uImageMachine(head.get(UIMAGE_ARCHITECTURE));
    }
    if (isAt(0, "MZ") && has(PE_HEADER_OFFSET, Integer.BYTES)) {
      int header = head.getInt(PE_HEADER_OFFSET);
      return isAt(header, "PE") && has(header + 4, Short.BYTES)
          ? peMachine(head.getShort(header + 4) & 0xFFFF)
          : Optional.empty();
    }
    if (isAt(0, "\u007fELF") && has(18, Short.BYTES)) {
      boolean bigEndian = head.get(5) == 2;
      short machine = head.getShort(18);
      return elfMachine((bigEndian ? Short.reverseBytes(machine) : machine) & 0xFFFF);
    }
    return isAt(S390_MAGIC, "S390EP") ? Optional.of(Architecture.S390X) : Optional.empty();
  }

  /** Why this is certainly not a kernel, as the predicate of a sentence about the file. */
  public Optional<String> objection() {
    if (head.limit() == 0) {
      return Optional.of("is empty");
    }
    if (isAt(0, "07070")) {
      return Optional.of("is a cpio archive, probably an initramfs");
    }
    if (isAt(0, "hsqs")) {
      return Optional.of("is a squashfs file system, probably a rootfs");
    }
    if (isAt(ISO_MAGIC, "CD001")) {
      return Optional.of("is an ISO; --iso imports it");
    }
    if (isHtml()) {
      return Optional.of("is a web page, probably the error page of a server");
    }
    return cutOff();
  }

  private boolean isHtml() {
    byte[] start = new byte[Math.min(head.limit(), 1024)];
    head.get(0, start);
    String text = new String(start, StandardCharsets.ISO_8859_1).stripLeading();
    return text.regionMatches(true, 0, "<!doctype html", 0, "<!doctype html".length())
        || text.regionMatches(true, 0, "<html", 0, "<html".length());
  }

  /** By the length that the setup header of an x86 kernel gives, in sectors and paragraphs. */
  private Optional<String> cutOff() {
    if (!isAt(X86_MAGIC, "HdrS")
        || !has(X86_PROTOCOL, Short.BYTES)
        || (head.getShort(X86_PROTOCOL) & 0xFFFF) < X86_PROTOCOL_WITH_LONG_SIZE) {
      return Optional.empty();
    }
    int sectors = head.get(X86_SETUP_SECTORS) & 0xFF;
    // Zero means four, Documentation/arch/x86/boot.rst.
    long setup = (sectors == 0 ? 5L : sectors + 1L) * SECTOR;
    long needed = setup + (head.getInt(X86_SIZE) & 0xFFFF_FFFFL) * PARAGRAPH;
    return length < needed - MISSING_AT_MOST
        ? Optional.of(
            "is cut off: its header gives %d bytes, and it has %d".formatted(needed, length))
        : Optional.empty();
  }

  private boolean isX86With64BitEntry() {
    boolean bootable = has(X86_BOOT_FLAG, 2) && (head.getShort(X86_BOOT_FLAG) & 0xFFFF) == 0xAA55;
    return bootable
        && has(X86_XLOADFLAGS, Short.BYTES)
        && (head.getShort(X86_PROTOCOL) & 0xFFFF) >= X86_PROTOCOL_WITH_XLOADFLAGS
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

  /** U-Boot's wrapper, which initramfs files have too. */
  private boolean isKernelForUBoot() {
    return isAt(0, UIMAGE) && has(UIMAGE_TYPE, 1) && head.get(UIMAGE_TYPE) == UIMAGE_KERNEL;
  }

  private boolean isArmImage() {
    return has(ARM_MAGIC, Integer.BYTES) && head.getInt(ARM_MAGIC) == ARM_ZIMAGE;
  }

  private boolean isAt(int offset, int bigEndianMagic) {
    return has(offset, Integer.BYTES)
        && Integer.reverseBytes(head.getInt(offset)) == bigEndianMagic;
  }

  private boolean isAt(int offset, String magic) {
    byte[] bytes = magic.getBytes(StandardCharsets.ISO_8859_1);
    return has(offset, bytes.length)
        && head.slice(offset, bytes.length).equals(ByteBuffer.wrap(bytes));
  }

  private boolean has(int offset, int length) {
    return offset >= 0 && offset <= head.limit() - length;
  }
}
