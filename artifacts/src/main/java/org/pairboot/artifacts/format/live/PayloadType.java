package org.pairboot.artifacts.format.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.pairboot.artifacts.format.input.FileInput;
import org.pairboot.artifacts.format.input.ImageFile;

/**
 * What kind of file a live system would fetch, by its magic: those that some system can use, and
 * those that people confuse with them.
 */
public enum PayloadType {
  SQUASHFS("a squashfs", 0, "hsqs"),
  EROFS("an erofs", 1024, "\u00e2\u00e1\u00f5\u00e0"),
  ISO("an ISO", 32769, "CD001"),
  /** Ext2, ext3 or ext4. */
  EXT("an ext4 file system", 1080, "\u0053\u00ef"),
  XZ("an xz file", 0, "\u00fd7zXZ\0"),
  CPIO("a cpio archive", 0, "07070"),
  GZIP("a gzip file", 0, "\u001f\u008b"),
  ZSTD("a zstd file", 0, "\u0028\u00b5\u002f\u00fd"),
  ZIP("a zip archive", 0, "PK\u0003\u0004"),
  TAR("a tar archive", 257, "ustar"),
  WEB_PAGE("a web page, probably the error page of a server", 0, "<"),
  EMPTY("empty", 0, ""),
  OTHER("a file of another kind", 0, "");

  private static final int PROBE = 32769 + 5;

  private final String title;
  private final int offset;
  private final byte[] magic;

  PayloadType(String title, int offset, String magic) {
    this.title = title;
    this.offset = offset;
    this.magic = magic.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The type of {@code file}, of which the beginning is read. */
  public static PayloadType of(ImageFile file) throws IOException {
    byte[] head;
    try (FileInput in = FileInput.open(file, done -> {})) {
      head = in.readNBytes(PROBE);
    }
    return head.length == 0
        ? EMPTY
        : Arrays.stream(values())
            .filter(type -> type.magic.length > 0 && type.matches(head))
            .findFirst()
            .orElse(OTHER);
  }

  private boolean matches(byte[] head) {
    int end = offset + magic.length;
    return head.length >= end && Arrays.equals(head, offset, end, magic, 0, magic.length);
  }

  /** In words, after "is". */
  public String title() {
    return title;
  }
}
