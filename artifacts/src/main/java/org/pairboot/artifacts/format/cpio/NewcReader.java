package org.pairboot.artifacts.format.cpio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pairboot.artifacts.format.input.ImageInput;

/**
 * Reads the entries of newc archives as the kernel does ({@code init/initramfs.c}): magic 070701 or
 * 070702, hex digits of either case, names padded with NULs as dracut-cpio writes them to align
 * data. What lies between entries is the caller's business: the kernel accepts NULs there, and an
 * archive may end without a trailer.
 *
 * <p>Refuses with a {@link org.pairboot.artifacts.format.input.BadImageException}: digits that are
 * none, names that are empty, absolute, longer than 4096, with {@code ..} or NUL in them, data
 * beyond the end, and a wrong checksum. Not thread-safe.
 */
public final class NewcReader {
  private static final int MAGIC_LENGTH = 6;
  private static final int FIELD_LENGTH = 8;
  private static final int FIELDS = 13;

  private final ImageInput in;
  private final long start;
  private final byte[] fixed = new byte[NewcHeader.LENGTH];
  private EntryData data = EntryData.NONE;
  private String label = "";

  /** Reads from the position of {@code in}, where an archive starts. */
  public NewcReader(ImageInput in) {
    this.in = in;
    // Fields are aligned to 4 from the start of the archive; in a sound image that is the same as
    // from the start of the buffer.
    this.start = in.position();
  }

  /**
   * The entry at the current position, the trailer included. Its data is {@link #data()} until the
   * next call, and {@link #finish} skips what was not read of it.
   */
  public NewcEntry next() throws IOException {
    finish();
    long offset = in.position();
    if (in.readNBytes(fixed, 0, MAGIC_LENGTH) < MAGIC_LENGTH) {
      throw in.endsWithin("a cpio header");
    }
    boolean checked = checkedForm(offset);
    int rest = NewcHeader.LENGTH - MAGIC_LENGTH;
    if (in.readNBytes(fixed, MAGIC_LENGTH, rest) < rest) {
      throw in.endsWithin("a cpio header");
    }
    long[] fields = new long[FIELDS];
    for (int i = 0; i < FIELDS; i++) {
      fields[i] = field(MAGIC_LENGTH + i * FIELD_LENGTH);
    }
    String name = name(fields[11], offset);
    NewcHeader header =
        new NewcHeader(
            fields[0],
            fields[1],
            fields[2],
            fields[3],
            fields[4],
            fields[5],
            fields[6],
            fields[7],
            fields[8],
            fields[9],
            fields[10]);
    NewcEntry entry = new NewcEntry(header, name, offset, in.position());
    // GNU cpio writes no sum for symbolic links, and the kernel compares none.
    label = "the data of " + NewcNames.shown(name);
    data =
        new EntryData(
            in,
            label,
            entry.size(),
            checked && header.isRegular() ? Optional.of(fields[12]) : NO_CHECK);
    return entry;
  }

  /** The data of the entry returned last; ends with it. */
  public InputStream data() {
    return data;
  }

  /** Skips the rest of the entry returned last, with its padding. */
  public void finish() throws IOException {
    data.finish();
    data = EntryData.NONE;
    // Padding that the end of the buffer cuts off hurts nobody, the kernel included.
    in.skip(padding());
  }

  private static final Optional<Long> NO_CHECK = Optional.empty();

  private boolean checkedForm(long offset) throws IOException {
    String magic = new String(fixed, 0, MAGIC_LENGTH, StandardCharsets.ISO_8859_1);
    return switch (magic) {
      case "070701" -> false;
      case "070702" -> true;
      case "070707" ->
          throw in.bad(
              "the cpio archive at "
                  + in.place(offset)
                  + " has the old format (odc), which no kernel takes: make it with -H newc");
      default -> throw in.bad("no cpio header at " + in.place(offset) + ", where one must be");
    };
  }

  private long field(int at) throws IOException {
    long value = 0;
    for (int i = at; i < at + FIELD_LENGTH; i++) {
      int digit = Character.digit(fixed[i], 16);
      if (digit < 0) {
        long place = in.position() - NewcHeader.LENGTH + i;
        throw in.bad("a cpio header has no hex digit at " + in.place(place));
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private String name(long size, long offset) throws IOException {
    if (size == 0 || size > NewcNames.MAX_SIZE) {
      throw in.bad(
          "the cpio header at "
              + in.place(offset)
              + " claims a name of "
              + size
              + " bytes; allowed are 1 to "
              + NewcNames.MAX_SIZE);
    }
    byte[] bytes = new byte[(int) size];
    if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
      throw in.endsWithin("the name in a cpio header");
    }
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    String name = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    requireZeros(bytes, end, name, offset);
    Optional<String> objection = NewcNames.objection(name);
    if (objection.isPresent()) {
      throw badName(name, offset, objection.get());
    }
    int padding = padding();
    if (in.skip(padding) < padding && !name.equals(NewcEntry.TRAILER)) {
      throw in.endsWithin("the padding of the name " + NewcNames.shown(name));
    }
    return name;
  }

  private void requireZeros(byte[] bytes, int end, String name, long offset) throws IOException {
    if (end == bytes.length) {
      throw badName(name, offset, "has no NUL at its end");
    }
    for (int i = end; i < bytes.length; i++) {
      if (bytes[i] != 0) {
        throw badName(name, offset, "has a NUL in the middle");
      }
    }
  }

  private IOException badName(String name, long offset, String why) {
    return in.bad(
        "the cpio entry at "
            + in.place(offset)
            + " has a name that "
            + why
            + ": "
            + NewcNames.shown(name));
  }

  private int padding() {
    return (int) (-(in.position() - start) & 3);
  }
}
