package org.pairboot.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.channels.StreamSinkChannel;

/**
 * Sends through TLS, one record at a time. Reads files instead of mapping them, so that failing
 * storage causes an IOException and not a fault of the JVM.
 */
final class EncryptedSink extends SocketSink {
  /** The largest plaintext of a TLS record, RFC 8446, section 5.1. */
  private static final int RECORD_BYTES = 1 << 14;

  private final ByteBuffer record;

  /**
   * @param record a buffer of one TLS record; the sinks of a thread may share it
   */
  EncryptedSink(StreamSinkChannel channel, ByteBuffer record) {
    super(channel);
    this.record = record;
  }

  /** Makes sinks for the connections of a TLS listener, on any thread. */
  static Factory factory() {
    ThreadLocal<ByteBuffer> records =
        ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(RECORD_BYTES));
    return channel -> new EncryptedSink(channel, records.get());
  }

  @Override
  public long transferFrom(FileChannel file, long position, long count) throws IOException {
    long accepted = 0;
    while (accepted < count) {
      record.clear().limit((int) Math.min(record.capacity(), count - accepted));
      if (file.read(record, position + accepted) < 0) {
        throw endOf(file, position + accepted);
      }
      accepted += write(record.flip());
      if (record.hasRemaining()) {
        return accepted;
      }
    }
    return accepted;
  }
}
