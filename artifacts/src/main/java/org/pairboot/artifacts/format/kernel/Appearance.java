package org.pairboot.artifacts.format.kernel;

import java.util.Optional;

/** What a file that is not a known kernel looks like, as the predicate of a sentence about it. */
final class Appearance {
  private static final int TAR_MAGIC = 257;
  private static final int BOOT_SECTOR_MARK = 0x1FE;
  private static final int DEVICE_TREE = 0xD00DFEED;
  private static final int UIMAGE = 0x27051956;

  /** As much of a text as is looked at. */
  private static final int TEXT = 512;

  private Appearance() {}

  static Optional<String> of(KernelHead head) {
    if (head.isAt(0, "#!")) {
      return Optional.of("is a script");
    }
    return isText(head.text(TEXT)) ? Optional.of("is a text file") : binary(head);
  }

  private static Optional<String> binary(KernelHead head) {
    if (KernelForms.isElf(head)) {
      return Optional.of(
          switch (KernelForms.elfType(head)) {
            case 1 -> "is an object file, such as a kernel module";
            case 2, 3 -> "is a program that runs on Linux";
            default -> "is an ELF file that cannot be started";
          });
    }
    if (head.isAt(0, "MZ")) {
      return Optional.of(
          "is a program for "
              + (KernelForms.portableExecutable(head).isPresent() ? "Windows" : "DOS"));
    }
    if (head.isAt(0, "PK\u0003\u0004")) {
      return Optional.of("is a zip archive");
    }
    if (head.isAt(TAR_MAGIC, "ustar")) {
      return Optional.of("is a tar archive");
    }
    if (head.isAt(0, "!<arch>\n")) {
      return Optional.of("is an archive, such as a .deb package");
    }
    if (head.isAt(0, 0xEDABEEDB)) {
      return Optional.of("is an RPM package");
    }
    if (head.isAt(0, "QFI\u00fb")) {
      return Optional.of("is a qcow2 disk image");
    }
    if (head.isAt(0, DEVICE_TREE)) {
      return Optional.of("is a device tree");
    }
    if (head.isAt(0, UIMAGE)) {
      return Optional.of("is a file for U-Boot, but no kernel");
    }
    return head.isAt(BOOT_SECTOR_MARK, "\u0055\u00aa")
        ? Optional.of("starts with a boot sector, as disk images do")
        : Optional.empty();
  }

  private static boolean isText(String start) {
    return start
        .chars()
        .allMatch(c -> (c >= ' ' && c != 0x7F) || c == '\n' || c == '\r' || c == '\t' || c == '\f');
  }
}
