package org.pairboot.artifacts.format.kernel;

import java.io.IOException;
import java.util.Optional;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.catalog.KernelForm;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.initramfs.PackedFile;
import org.pairboot.artifacts.format.input.FileInput;
import org.pairboot.artifacts.format.input.ImageFile;

/**
 * What the first bytes of a kernel show. A file that is certainly something else is refused, which
 * is mostly a mix-up; one of an unknown form may still be a kernel. Immutable and thread-safe.
 */
public final class KernelFile {
  // Offsets: Documentation/arch/x86/boot.rst of Linux.
  private static final int X86_SETUP_SECTORS = 0x1F1;
  private static final int X86_SIZE = 0x1F4;
  private static final int X86_PROTOCOL = 0x206;
  private static final int X86_VERSION = 0x20E;
  private static final int X86_SETUP = 0x200;
  private static final int X86_PROTOCOL_WITH_LONG_SIZE = 0x204;
  private static final int ISO_MAGIC = 0x8001;

  private static final int SECTOR = 512;
  private static final int PARAGRAPH = 16;

  /** Memtest86+ ends a few bytes before the size in its header. */
  private static final int MISSING_AT_MOST = 4096;

  /** Longer than any version line, which has the user and host of the build in it. */
  private static final int MAX_VERSION = 200;

  private final KernelHead head;
  private final Optional<PackedFile> packed;
  private final long length;

  private KernelFile(KernelHead head, Optional<PackedFile> packed, long length) {
    this.head = head;
    this.packed = packed;
    this.length = length;
  }

  /** Reads the header of {@code kernel}; of a compressed file, also what is unpacked first. */
  public static KernelFile read(ImageFile kernel) throws IOException {
    try (FileInput in = FileInput.open(kernel, done -> {})) {
      KernelHead head = new KernelHead(in.readNBytes(KernelHead.LENGTH));
      return new KernelFile(head, PackedFile.read(in, KernelHead.LENGTH), kernel.length());
    }
  }

  /** Empty if unknown. */
  public Optional<KernelForm> form() {
    return packed.isPresent()
        ? KernelForms.of(unpacked())
            .filter(form -> form == KernelForm.IMAGE)
            .map(form ->
                packed.get().compression() == Compression.GZIP
                    ? KernelForm.GZIP_IMAGE
                    : KernelForm.PACKED_IMAGE)
        : KernelForms.of(head);
  }

  /** The version line of an x86 kernel, such as {@code 6.1.0-49-amd64 (...)}. */
  public Optional<String> version() {
    if (!KernelForms.isBzImage(head) || !head.has(X86_VERSION, Short.BYTES)) {
      return Optional.empty();
    }
    int start = X86_SETUP + head.getShort(X86_VERSION);
    StringBuilder version = new StringBuilder();
    for (int i = start; head.has(i, 1) && version.length() < MAX_VERSION; i++) {
      int character = head.getByte(i);
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
    KernelHead start = packed.isPresent() ? unpacked() : head;
    return form().isPresent() ? KernelArchitectures.of(start) : Optional.empty();
  }

  /** Why this is certainly not a kernel, as the predicate of a sentence about the file. */
  public Optional<String> objection() {
    if (head.length() == 0) {
      return Optional.of("is empty");
    }
    if (head.isAt(0, "07070")) {
      return Optional.of("is a cpio archive, probably an initramfs");
    }
    if (packed.isPresent() && unpacked().isAt(0, "07070")) {
      return Optional.of(
          "is a " + packed.get().compression().label() + " archive, probably an initramfs");
    }
    if (head.isAt(0, "hsqs")) {
      return Optional.of("is a squashfs file system, probably a rootfs");
    }
    if (head.isAt(ISO_MAGIC, "CD001")) {
      return Optional.of("is an ISO; --iso imports it");
    }
    if (isHtml()) {
      return Optional.of("is a web page, probably the error page of a server");
    }
    return cutOff();
  }

  /** What a file of an unknown form looks like, as the predicate of a sentence about it. */
  public String appearance() {
    return packed.isPresent()
        ? "is a %s file with no kernel inside".formatted(packed.get().compression().label())
        : Appearance.of(head).orElse("has none of the known forms of kernels");
  }

  /** Why machines may not start it, as the predicate of a sentence about the file. */
  public Optional<String> doubt() {
    if (form().isEmpty()) {
      return Optional.of(appearance());
    }
    return architecture()
        .filter(_ -> form().get() == KernelForm.ELF)
        .flatMap(target ->
            bootable(target)
                .map(form ->
                    "is an uncompressed kernel (ELF), which no loader starts on %s; take its %s"
                        .formatted(target, form)));
  }

  /** What loaders start instead of an ELF file; empty where there are some that start that. */
  private static Optional<String> bootable(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> Optional.of("bzImage");
      case AARCH64, RISCV64 -> Optional.of("Image");
      case ARM -> Optional.of("zImage");
      case I386, LOONGARCH64, PPC64LE, S390X -> Optional.empty();
    };
  }

  /** Whether it does not show that it is for another processor. */
  public boolean mayBeFor(Architecture wanted) {
    Architecture own = architecture().orElse(wanted);
    // The header of 64-bit kernels before Linux 3.8 does not show that they are.
    return own == wanted || (own == Architecture.I386 && wanted == Architecture.X86_64);
  }

  private KernelHead unpacked() {
    return new KernelHead(packed.orElseThrow().unpacked());
  }

  private boolean isHtml() {
    String text = head.text(1024).stripLeading();
    return text.regionMatches(true, 0, "<!doctype html", 0, "<!doctype html".length())
        || text.regionMatches(true, 0, "<html", 0, "<html".length());
  }

  /** By the length that the setup header of an x86 kernel gives, in sectors and paragraphs. */
  private Optional<String> cutOff() {
    if (!KernelForms.isBzImage(head)
        || !head.has(X86_PROTOCOL, Short.BYTES)
        || head.getShort(X86_PROTOCOL) < X86_PROTOCOL_WITH_LONG_SIZE) {
      return Optional.empty();
    }
    int sectors = head.getByte(X86_SETUP_SECTORS);
    // Zero means four, Documentation/arch/x86/boot.rst.
    long setup = (sectors == 0 ? 5L : sectors + 1L) * SECTOR;
    long needed = setup + (head.getInt(X86_SIZE) & 0xFFFF_FFFFL) * PARAGRAPH;
    return length < needed - MISSING_AT_MOST
        ? Optional.of(
            "is cut off: its header gives %d bytes, and it has %d".formatted(needed, length))
        : Optional.empty();
  }
}
