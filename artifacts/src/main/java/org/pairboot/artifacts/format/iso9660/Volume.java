package org.pairboot.artifacts.format.iso9660;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.iso9660.Sectors.Extent;

/**
 * The contents of the volume descriptors (ECMA-119, 8).
 *
 * @param id the name of the volume, without trailing blanks
 * @param root the extent of the root directory
 */
record Volume(String id, Naming naming, Extent root) {
  /** The 16 sectors before it are the system area, which holds boot loaders. */
  private static final long FIRST = 16L * Sectors.SIZE;

  /** Real images have three or four. */
  private static final int MAX_DESCRIPTORS = 64;

  private static final int PRIMARY = 1;
  private static final int SUPPLEMENTARY = 2;
  private static final int TERMINATOR = 255;
  private static final int ROOT_RECORD = 156;

  /**
   * Reads the descriptors.
   *
   * @throws BadImageException if this is not an ISO 9660 image, or if it is truncated
   */
  static Volume read(Sectors sectors) throws IOException {
    Optional<byte[]> primary = Optional.empty();
    Optional<byte[]> joliet = Optional.empty();
    for (int i = 0; i < MAX_DESCRIPTORS; i++) {
      long offset = FIRST + (long) i * Sectors.SIZE;
      if (!sectors.contains(offset, Sectors.SIZE)) {
        throw i == 0 ? notAnImage(sectors) : incomplete(sectors);
      }
      byte[] descriptor = sectors.read(offset, Sectors.SIZE, "a volume descriptor");
      if (!text(descriptor, 1, 5).equals("CD001")) {
        throw i == 0
            ? notAnImage(sectors)
            : sectors.bad(offset, "has no volume descriptor set terminator");
      }
      switch (descriptor[0] & 0xFF) {
        case PRIMARY -> primary = primary.or(() -> Optional.of(descriptor));
        case SUPPLEMENTARY ->
            joliet = joliet.or(() -> Optional.of(descriptor).filter(Volume::isJoliet));
        case TERMINATOR -> {
          if (primary.isEmpty()) {
            throw sectors.bad(offset, "has no primary volume descriptor");
          }
          return of(primary.get(), joliet, sectors);
        }
        default -> {
          // boot records and partitions
        }
      }
    }
    throw sectors.bad(FIRST, "has more than " + MAX_DESCRIPTORS + " volume descriptors");
  }

  private static Volume of(byte[] primary, Optional<byte[]> joliet, Sectors sectors)
      throws IOException {
    requireWhole(primary, sectors);
    String id = text(primary, 40, 32).stripTrailing();
    Extent root = rootOf(primary, sectors);
    Optional<Integer> skip = SystemUse.skip(DirectoryReader.ownRecord(root, sectors));
    if (skip.isPresent()) {
      return new Volume(id, new Naming.RockRidge(skip.get()), root);
    }
    return joliet.isPresent()
        ? new Volume(id, new Naming.Joliet(), rootOf(joliet.get(), sectors))
        : new Volume(id, new Naming.Plain(), root);
  }

  private static void requireWhole(byte[] primary, Sectors sectors) throws BadImageException {
    OptionalLong blockSize = Sectors.u16(primary, 128);
    OptionalLong blocks = Sectors.u32(primary, 80);
    if (blockSize.isEmpty() || blocks.isEmpty()) {
      throw sectors.bad(FIRST, "its primary volume descriptor has two different sizes");
    }
    if (blockSize.getAsLong() != Sectors.SIZE) {
      throw sectors.bad(
          FIRST,
          "has blocks of "
              + blockSize.getAsLong()
              + " bytes; only blocks of "
              + Sectors.SIZE
              + " are supported");
    }
    long length = blocks.getAsLong() * Sectors.SIZE;
    if (length > sectors.file().length()) {
      throw sectors.bad(
          sectors.file().length(),
          "the ISO image is incomplete: it has %d of %d bytes; download it again"
              .formatted(sectors.file().length(), length));
    }
  }

  private static Extent rootOf(byte[] descriptor, Sectors sectors) throws BadImageException {
    return DirectoryRecord.parse(descriptor, ROOT_RECORD, FIRST + ROOT_RECORD, sectors).extent();
  }

  /** Whether it has an escape sequence for UCS-2, level 1 to 3. */
  private static boolean isJoliet(byte[] descriptor) {
    String escapes = text(descriptor, 88, 3);
    return escapes.equals("%/@") || escapes.equals("%/C") || escapes.equals("%/E");
  }

  private static String text(byte[] bytes, int at, int length) {
    return new String(bytes, at, length, StandardCharsets.ISO_8859_1);
  }

  private static BadImageException notAnImage(Sectors sectors) {
    return sectors.bad(FIRST, "is not an ISO 9660 image");
  }

  private static BadImageException incomplete(Sectors sectors) {
    return sectors.bad(
        sectors.file().length(),
        "the ISO image is incomplete: it ends in its first sectors; download it again");
  }

  /** Which names of an image are used. */
  sealed interface Naming {

    /**
     * Rock Ridge.
     *
     * @param skip bytes at the start of each system use area that do not belong to Rock Ridge
     */
    record RockRidge(int skip) implements Naming {}

    /** Joliet: a second tree of directories with names in UCS-2. */
    record Joliet() implements Naming {}

    /** Neither: upper case, 8.3 characters and a version number. */
    record Plain() implements Naming {}

    /** The name in {@code identifier}, without Rock Ridge. */
    default String nameOf(byte[] identifier) {
      String written =
          new String(
              identifier,
              this instanceof Joliet ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1);
      int version = written.lastIndexOf(';');
      String name = version > 0 ? written.substring(0, version) : written;
      if (this instanceof Joliet) {
        return name;
      }
      // "VMLINUZ." is how the standard writes a name without an extension.
      String stripped = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
      return stripped.toLowerCase(Locale.ROOT);
    }
  }
}
