package org.pairboot.tftp.request;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.content.ContentReader.Sink;

/**
 * Converts a content to netascii: LF becomes CR LF, CR becomes CR NUL.
 *
 * <p>It is converted while it is read, at any position, so that a transfer needs an index of some
 * hundred entries and not a second copy of the text. Not thread-safe.
 */
public final class NetasciiReader implements ContentReader {
  /**
   * The longest content that is converted, in bytes. Old clients such as tftp-hpa request netascii
   * by default, and a converted kernel is a corrupt kernel: binary files must be refused, and 1 MiB
   * is more than any text that a loader reads.
   */
  public static final long MAX_LENGTH = 1 << 20;

  private static final int CHUNK = 4096;

  private final ContentReader plain;
  private final byte[] chunk = new byte[CHUNK];

  /** Where the converted form of each chunk starts, and after the last one the total length. */
  private final int[] starts;

  /** Reads {@code plain} once to determine the converted length; closes it if that fails. */
  public NetasciiReader(ContentReader plain) throws IOException {
    if (plain.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("too long for netascii: " + plain.length());
    }
    this.plain = plain;
    int chunks = Math.ceilDiv((int) plain.length(), CHUNK);
    this.starts = new int[chunks + 1];
    try {
      for (int i = 0; i < chunks; i++) {
        int count = load(i);
        int grown = count;
        for (int j = 0; j < count; j++) {
          grown += isDoubled(chunk[j]) ? 1 : 0;
        }
        starts[i + 1] = starts[i] + grown;
      }
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private static boolean isDoubled(byte b) {
    return b == '\n' || b == '\r';
  }

  private int load(int index) throws IOException {
    return plain.read((long) index * CHUNK, ByteBuffer.wrap(chunk));
  }

  /** The converted length. */
  @Override
  public long length() {
    return starts[starts.length - 1];
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    int before = target.position();
    if (position < length()) {
      int found = Arrays.binarySearch(starts, (int) position);
      int index = found >= 0 ? found : -found - 2;
      int skip = (int) position - starts[index];
      for (; index < starts.length - 1 && target.hasRemaining(); index++, skip = 0) {
        convert(load(index), skip, target);
      }
    }
    return target.position() - before;
  }

  /** Writes the converted chunk without its first {@code skip} bytes, as far as there is room. */
  private void convert(int count, int skip, ByteBuffer target) {
    int at = 0;
    for (int i = 0; i < count && target.hasRemaining(); i++) {
      byte b = chunk[i];
      if (isDoubled(b)) {
        if (at++ >= skip) {
          target.put((byte) '\r');
        }
        b = b == '\n' ? b : 0;
      }
      if (at++ >= skip && target.hasRemaining()) {
        target.put(b);
      }
    }
  }

  @Override
  public long transferTo(long position, long count, Sink sink) throws IOException {
    ByteBuffer some = ByteBuffer.allocate((int) Math.min(count, CHUNK));
    read(position, some);
    return sink.write(some.flip());
  }

  @Override
  public Optional<MemorySegment> mapped() {
    return Optional.empty();
  }

  @Override
  public void checkWhole() throws IOException {
    plain.checkWhole();
  }

  @Override
  public void close() {
    plain.close();
  }
}
