package org.pairboot.artifacts.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Where {@link ContentReader#transferTo} sends bytes. A sink that is a socket can use {@code
 * sendfile} for files.
 */
public interface ContentSink {

  /**
   * Takes up to {@code count} bytes of {@code file} from {@code position}, and returns how many.
   * The channel's own position is not used.
   */
  long transferFrom(FileChannel file, long position, long count) throws IOException;

  /** Takes bytes from {@code bytes}, advances its position, and returns how many. */
  int write(ByteBuffer bytes) throws IOException;
}
