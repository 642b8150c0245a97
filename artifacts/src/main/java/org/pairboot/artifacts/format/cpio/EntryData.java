package org.pairboot.artifacts.format.cpio;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.pairboot.artifacts.content.BulkStream;
import org.pairboot.artifacts.format.input.BufferOutput;
import org.pairboot.artifacts.format.input.ImageInput;

/** The data of one entry. Adds up the bytes where the header (070702) carries their sum. */
final class EntryData extends BulkStream {
  static final EntryData NONE = new EntryData(null, "", 0, Optional.empty());

  private final ImageInput in;
  private final String label;
  private final Optional<Long> expectedSum;
  private long left;
  private int sum;

  EntryData(ImageInput in, String label, long size, Optional<Long> expectedSum) {
    this.in = in;
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

  /** Reads or skips the rest, and compares the sum of all bytes. */
  void finish() throws IOException {
    while (left > 0) {
      skip(left);
    }
    if (expectedSum.isPresent() && expectedSum.get() != Integer.toUnsignedLong(sum)) {
      throw in.bad(label + ", which end at " + in.place(in.position()) + ", have a wrong checksum");
    }
  }
}
