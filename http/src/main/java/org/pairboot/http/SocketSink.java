package org.pairboot.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.pairboot.artifacts.content.ContentSink;
import org.xnio.channels.StreamSinkChannel;

/** The body of one response as a sink: files go by {@code sendfile}, memory by write. */
final class SocketSink implements ContentSink {
  private final StreamSinkChannel channel;
  private boolean headSent;

  SocketSink(StreamSinkChannel channel) {
    this.channel = channel;
  }

  /** The client is gone, as opposed to storage that failed. */
  static final class ConnectionLost extends IOException {
    private static final long serialVersionUID = 1;

    ConnectionLost(IOException cause) {
      super(cause);
    }
  }

  @Override
  public long transferFrom(FileChannel file, long position, long count) throws IOException {
    // Undertow reads the bytes that leave along with a pending head from the file's own position,
    // not from the one given, so the head must be gone first.
    if (!headSent && !sendHead()) {
      return 0;
    }
    long taken;
    try {
      taken = channel.transferFrom(file, position, count);
    } catch (IOException e) {
      throw ofStorageOrConnection(e, file, position);
    }
    if (taken == 0 && count > 0 && position >= file.size()) {
      throw new IOException("file ends at " + file.size() + ", before byte " + position);
    }
    return taken;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    try {
      return channel.write(bytes);
    } catch (IOException e) {
      throw new ConnectionLost(e);
    }
  }

  private boolean sendHead() throws ConnectionLost {
    try {
      headSent = channel.flush();
      return headSent;
    } catch (IOException e) {
      throw new ConnectionLost(e);
    }
  }

  /** Ends the response; false when the rest must wait until the socket takes bytes again. */
  boolean finish() throws ConnectionLost {
    try {
      channel.shutdownWrites();
      return channel.flush();
    } catch (IOException e) {
      throw new ConnectionLost(e);
    }
  }

  /** {@code sendfile} has one error for both of its ends: a read tells which it was. */
  private static IOException ofStorageOrConnection(IOException e, FileChannel file, long position) {
    try {
      file.read(ByteBuffer.allocate(1), position);
      return new ConnectionLost(e);
    } catch (IOException ofStorage) {
      return ofStorage;
    }
  }
}
