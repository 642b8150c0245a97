package org.pairboot.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.channels.StreamSinkChannel;

/** Sends unencrypted: files with {@code sendfile}, memory with write. */
final class SendfileSink extends SocketSink {
  private final StreamSinkChannel channel;
  private boolean headSent;

  SendfileSink(StreamSinkChannel channel) {
    super(channel);
    this.channel = channel;
  }

  @Override
  public long transferFrom(FileChannel file, long position, long count) throws IOException {
    // Undertow would send the bytes that follow a pending head from the file's own position, not
    // from
    // the given one. So the head must be sent first.
    if (!headSent && !sendHead()) {
      return 0;
    }
    long accepted;
    try {
      accepted = channel.transferFrom(file, position, count);
    } catch (IOException e) {
      throw storageOrConnectionError(e, file, position);
    }
    if (accepted == 0 && count > 0 && position >= file.size()) {
      throw endOf(file, position);
    }
    return accepted;
  }

  private boolean sendHead() throws ConnectionLostException {
    try {
      headSent = channel.flush();
      return headSent;
    } catch (IOException e) {
      throw new ConnectionLostException(e);
    }
  }

  /**
   * {@code sendfile} reports errors of file and socket alike; a read shows which of them failed.
   */
  private static IOException storageOrConnectionError(
      IOException e, FileChannel file, long position) {
    try {
      file.read(ByteBuffer.allocate(1), position);
      return new ConnectionLostException(e);
    } catch (IOException storageError) {
      return storageError;
    }
  }
}
