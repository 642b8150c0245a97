package org.pairboot.artifacts.format.cpio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pairboot.artifacts.content.BulkStream;
import org.pairboot.artifacts.format.input.BufferOutput;
import org.pairboot.artifacts.format.input.ImageInput;

/**
 * Reads the entries of newc archives as the kernel does ({@code init/initramfs.c}): magic 070701 or
 * 070702, hex digits of either case, names padded with NULs as dracut-cpio writes them to align
 * data. What lies between entries is up to the caller: the kernel accepts NULs there, and an
 * archive may end without a trailer.
 *
 * <p>Refuses with a {@link org.pairboot.artifacts.format.input.BadImageException}: invalid hex
 * digits; names that are empty, absolute, longer than 4096 bytes or that contain {@code ..} or NUL;
 * data that extends past the end; and checksum mismatches. Not thread-safe.
 */
public final class NewcReader {
  private static final int MAGIC_LENGTH = 6;
  private static final int FIELD_LENGTH = 8;
  private static final int FIELDS = 13;

  /** PATH_MAX of the kernel, which skips entries with longer names. */
  private static final int MAX_NAME = 4096;

  private final ImageInput in;
  private final long start;
  private final byte[] fixed = new byte[NewcHeader.LENGTH];
  private Data data;

  /** Reads from the position of {@code in}, where an archive must start. */
  public NewcReader(ImageInput in) {
    this.in = in;
    // Fields are aligned to 4 from the start of the archive; in a sound image that is the same as
    // from the start of the buffer.
    this.start = in.position();
    this.data = new Data("", 0, Optional.empty());
  }

  /**
   * Reads the entry at the current position, which may be the trailer. Its data is {@link #data()}
   * until the next call; {@link #finish} skips whatever part of the data was not read.
   */
  public NewcEntry next() throws IOException {
    finish();
    long offset = in.position();
    if (in.readNBytes(fixed, 0, MAGIC_LENGTH) < MAGIC_LENGTH) {
      throw in.endsWithin("a cpio header");
    }
    boolean checksummed = isChecksummed(offset);
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
    Optional<Long> sum =
        checksummed && header.isRegular() ? Optional.of(fields[12]) : Optional.empty();
    data = new Data("the data of " + NewcEntry.quoted(name), entry.size(), sum);
    return entry;
  }

  /** The data of the last entry returned. */
  public InputStream data() {
    return data;
  }

  /** Skips the rest of the last entry returned, including its padding. */
  public void finish() throws IOException {
    data.finish();
    // The end of the buffer may cut off the padding, which the kernel tolerates too.
    in.skip(padding());
  }

  private boolean isChecksummed(long offset) throws IOException {
    String magic = new String(fixed, 0, MAGIC_LENGTH, StandardCharsets.ISO_8859_1);
    return switch (magic) {
      case "070701" -> false;
      case "070702" -> true;
      case "070707" ->
          throw in.bad(
              "the cpio archive at "
                  + in.place(offset)
                  + " has the old odc format, which the kernel does not support; create it with"
                  + " cpio -H newc");
      default -> throw in.bad("expected a cpio header at " + in.place(offset));
    };
  }

  private long field(int at) throws IOException {
    long value = 0;
    for (int i = at; i < at + FIELD_LENGTH; i++) {
      int digit = Character.digit(fixed[i], 16);
      if (digit < 0) {
        long place = in.position() - NewcHeader.LENGTH + i;
        throw in.bad("invalid hex digit in a cpio header at " + in.place(place));
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private String name(long size, long offset) throws IOException {
    if (size == 0 || size > MAX_NAME) {
      throw in.bad(
          "the cpio header at "
              + in.place(offset)
              + " declares a name of "
              + size
              + " bytes; expected 1 to "
              + MAX_NAME);
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
    Optional<String> objection = objection(name, bytes, end);
    if (objection.isPresent()) {
      throw in.bad(
          "the cpio entry at "
              + in.place(offset)
              + " has a name that "
              + objection.get()
              + ": "
              + NewcEntry.quoted(name));
    }
    int padding = padding();
    if (in.skip(padding) < padding && !name.equals(NewcEntry.TRAILER)) {
      throw in.endsWithin("the padding of the name " + NewcEntry.quoted(name));
    }
    return name;
  }

  /** Why {@code name}, which ends at {@code end} of {@code bytes}, is refused, if it is. */
  private static Optional<String> objection(String name, byte[] bytes, int end) {
    if (end == bytes.length) {
      return Optional.of("does not end with a NUL");
    }
    for (int i = end; i < bytes.length; i++) {
      if (bytes[i] != 0) {
        return Optional.of("has a NUL in the middle");
      }
    }
    if (name.isEmpty()) {
      return Optional.of("is empty");
    }
    if (name.startsWith("/")) {
      return Optional.of("is absolute");
    }
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        return Optional.of("contains '..'");
      }
    }
    return Optional.empty();
  }

  private int padding() {
    return (int) (-(in.position() - start) & 3);
  }

  /** The data of one entry. Adds up its bytes when the header (070702) carries their sum. */
  private final class Data extends BulkStream {
    private final String label;
    private final Optional<Long> expectedSum;
    private long left;
    private int sum;

    Data(String label, long size, Optional<Long> expectedSum) {
      this.label = label;
      this.left = size;
      this.expectedSum = expectedSum;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (left == 0) {
        return -1;
      }
      int count = in.read(target, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw in.endsWithin(label);
      }
      left -= count;
      if (expectedSum.isPresent()) {
        for (int i = offset; i < offset + count; i++) {
          sum += target[i] & 0xff;
        }
      }
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      if (expectedSum.isPresent()) {
        return super.skip(count);
      }
      long wanted = Math.clamp(count, 0, left);
      if (in.skip(wanted) < wanted) {
        throw in.endsWithin(label);
      }
      left -= wanted;
      return wanted;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
      if (expectedSum.isPresent() || !(out instanceof BufferOutput target)) {
        return super.transferTo(out);
      }
      long count = left;
      while (left > 0) {
        ByteBuffer bytes = in.buffered();
        if (!bytes.hasRemaining()) {
          throw in.endsWithin(label);
        }
        int step = (int) Math.min(bytes.remaining(), left);
        target.write(bytes.slice(bytes.position(), step));
        bytes.position(bytes.position() + step);
        left -= step;
      }
      return count;
    }

    /** Skips the rest and compares the sum of all bytes. */
    void finish() throws IOException {
      while (left > 0) {
        skip(left);
      }
      if (expectedSum.isPresent() && expectedSum.get() != Integer.toUnsignedLong(sum)) {
        throw in.bad("wrong checksum of " + label + ", which ends at " + in.place(in.position()));
      }
    }
  }
}
