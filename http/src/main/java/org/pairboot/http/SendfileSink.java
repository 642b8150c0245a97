package org.pairboot.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.channels.StreamSinkChannel;

/** Sends in the clear: files go by {@code sendfile}, memory by write. */
final class SendfileSink extends SocketSink {
  private final StreamSinkChannel channel;
  private boolean headSent;

  SendfileSink(StreamSinkChannel channel) {
    super(channel);
    this.channel = channel;
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
      throw endOf(file, position);
    }
    return taken;
  }

  private boolean sendHead() throws ConnectionLost {
    try {
      headSent = channel.flush();
      return headSent;
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
