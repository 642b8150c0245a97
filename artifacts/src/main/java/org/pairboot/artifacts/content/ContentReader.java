package org.pairboot.artifacts.content;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * An open {@link Content}. Positions are bytes from its start. Reads are positional, so a reader
 * has no position; but {@link #close} must not run during a read.
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
   * the heap if they come from a file. Returns how many the sink took, which may be fewer, or 0 if
   * it takes none now. Call again with the rest.
   */
  long transferTo(long position, long count, Sink sink) throws IOException;

  /** The whole content as one range of mapped memory, if it is one. Valid until {@link #close}. */
  Optional<MemorySegment> mapped();

  /**
   * Checks that the storage still holds all bytes. A mapped file that was cut in the middle of its
   * last page has zeros there, and reading them causes no error.
   *
   * @throws IOException when bytes are missing
   */
  default void checkWhole() throws IOException {
    // What is in memory is whole.
  }

  /** Releases what this reader holds. Closing twice is harmless. */
  @Override
  void close();

  /**
   * Where {@link ContentReader#transferTo} sends bytes. A sink that is a socket can use {@code
   * sendfile} for files.
   */
  interface Sink {

    /**
     * Takes up to {@code count} bytes of {@code file} from {@code position}, and returns how many.
     * The channel's own position is not used.
     */
    long transferFrom(FileChannel file, long position, long count) throws IOException;

    /** Takes bytes from {@code bytes}, advances its position, and returns how many. */
    int write(ByteBuffer bytes) throws IOException;
  }
}
