package org.pairboot.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.pairboot.artifacts.content.ContentReader.Sink;
import org.xnio.channels.StreamSinkChannel;

/** Sends the body of one response. Accepts what the socket accepts now, and never blocks. */
abstract sealed class SocketSink implements Sink permits SendfileSink, EncryptedSink {
  private final StreamSinkChannel channel;

  SocketSink(StreamSinkChannel channel) {
    this.channel = channel;
  }

  /** Makes the sink of one response. */
  @FunctionalInterface
  interface Factory {
    SocketSink create(StreamSinkChannel channel);
  }

  /** The connection failed, not the storage. */
  static final class ConnectionLostException extends IOException {
    private static final long serialVersionUID = 1;

    ConnectionLostException(IOException cause) {
      super(cause);
    }
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    try {
      return channel.write(bytes);
    } catch (IOException e) {
      throw new ConnectionLostException(e);
    }
  }

  /** Ends the response; false when some of it must wait until the socket accepts bytes again. */
  boolean finish() throws ConnectionLostException {
    try {
      channel.shutdownWrites();
      return channel.flush();
    } catch (IOException e) {
      throw new ConnectionLostException(e);
    }
  }

  static IOException endOf(FileChannel file, long position) throws IOException {
    return new IOException(
        "the file ends at " + file.size() + ", but byte " + position + " was expected");
  }
}
