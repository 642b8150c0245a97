package org.pairboot.artifacts.format.inspect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.input.FileInput;
import org.pairboot.artifacts.format.input.ImageFile;

/** Types of files that people mistake for parts of an image, recognized by their magic. */
enum UnsupportedFileType {
  ISO(32769, "CD001", "is an ISO image; the kernel, the initramfs and the rootfs are files in it"),
  SQUASHFS(0, "hsqs", "is a bare squashfs; a rootfs is a cpio archive that contains one"),
  EROFS(
      1024,
      "\u00e2\u00e1\u00f5\u00e0",
      "is a bare erofs; a rootfs is a cpio archive that contains one"),
  TAR(257, "ustar", "is a tar archive; an initrd is a cpio archive (cpio -o -H newc)"),
  ZIP(0, "PK\u0003\u0004", "is a zip archive"),
  QCOW(0, "QFI\u00fb", "is a QEMU disk image, not a live image"),
  GPT(512, "EFI PART", "is a disk image, not a live image"),
  UIMAGE(
      0,
      "\u0027\u0005\u0019\u0056",
      "is wrapped for U-Boot (mkimage): unwrap it with 'dumpimage -T ramdisk -p 0 -o OUT FILE'"),
  HTML(0, "<", "is HTML or XML: the download failed, try again"),
  JSON(
      0,
      "{",
      "is JSON; to make an initrd of an Ignition config, use 'coreos-installer pxe ignition wrap'"),
  SIGNATURE(0, "-----BEGIN PGP", "is a signature, not the signed file");

  private static final int PROBE = 32769 + 5;

  private final int offset;
  private final byte[] magic;
  private final String explanation;

  UnsupportedFileType(int offset, String magic, String explanation) {
    this.offset = offset;
    this.magic = magic.getBytes(StandardCharsets.ISO_8859_1);
    this.explanation = explanation;
  }

  /** The predicate of a sentence about the file. */
  String explanation() {
    return explanation;
  }

  /** The type of {@code file}, if it is one of these. */
  static Optional<UnsupportedFileType> of(ImageFile file) throws IOException {
    byte[] head;
    try (FileInput in = FileInput.open(file, read -> {})) {
      head = in.readNBytes(PROBE);
    }
    // An initrd may begin with NULs, and its data may look like magic at a later offset.
    boolean maybeInitrd = head.length > 0 && (head[0] == '0' || isCompressed(head));
    return maybeInitrd
        ? Optional.empty()
        : Arrays.stream(values()).filter(kind -> kind.matches(head)).findFirst();
  }

  private static boolean isCompressed(byte[] head) {
    return head.length > 1 && Compression.of(head[0] & 0xff, head[1] & 0xff).isPresent();
  }

  private boolean matches(byte[] head) {
    int end = offset + magic.length;
    return head.length >= end && Arrays.equals(head, offset, end, magic, 0, magic.length);
  }
}
