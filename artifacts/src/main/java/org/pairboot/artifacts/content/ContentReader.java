package org.pairboot.artifacts.content;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An open {@link Content}. Positions are bytes from its start. Reads are positional, so one reader
 * has no state of its own, yet {@link #close} must not run while a read is under way.
 */
public interface ContentReader extends AutoCloseable {

  /** The length in bytes; the same as the content's. */
  long length();

  /**
   * Reads {@code min(target.remaining(), length() - position)} bytes into {@code target}, all of
   * them, and returns their number; 0 at the end.
   *
   * @throws IOException when the storage fails, or holds fewer bytes than the content's length
   */
  int read(long position, ByteBuffer target) throws IOException;

  /**
   * Hands up to {@code count} bytes from {@code position} to {@code sink}, without a copy through
   * the heap where the bytes come from a file. Returns the number the sink took, which may be less
   * than asked for, and 0 when it takes none now: call again with the rest.
   */
  long transferTo(long position, long count, ContentSink sink) throws IOException;

  /**
   * The whole content as one stretch of mapped memory, where there is one. Valid until {@link
   * #close}.
   */
  Optional<MemorySegment> mapped();

  /** Releases what this reader holds. Closing twice is harmless. */
  @Override
  void close();
}
