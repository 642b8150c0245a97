package org.pairboot.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.pairboot.artifacts.content.ContentSink;
import org.xnio.channels.StreamSinkChannel;

/** The body of one response as a sink. Takes what the socket takes now, and never waits. */
abstract sealed class SocketSink implements ContentSink permits SendfileSink, EncryptedSink {
  private final StreamSinkChannel channel;

  SocketSink(StreamSinkChannel channel) {
    this.channel = channel;
  }

  /** Makes the sink of one response. */
  @FunctionalInterface
  interface Factory {
    SocketSink create(StreamSinkChannel channel);
  }

  /** The client is gone, as opposed to storage that failed. */
  static final class ConnectionLost extends IOException {
    private static final long serialVersionUID = 1;

    ConnectionLost(IOException cause) {
      super(cause);
    }
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    try {
      return channel.write(bytes);
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

  static IOException endOf(FileChannel file, long position) throws IOException {
    return new IOException("file ends at " + file.size() + ", before byte " + position);
  }
}
