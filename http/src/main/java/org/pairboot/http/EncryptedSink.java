package org.pairboot.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.channels.StreamSinkChannel;

/**
 * Sends through TLS, a record at a time. Files are read, and not looked at through their mapping,
 * so that storage that fails is an error and not a fault.
 */
final class EncryptedSink extends SocketSink {
  /** RFC 8446, section 5.1. */
  private static final int RECORD_BYTES = 1 << 14;

  private final ByteBuffer record;

  /**
   * @param record as much as one TLS record holds; may be shared by the sinks of one thread
   */
  EncryptedSink(StreamSinkChannel channel, ByteBuffer record) {
    super(channel);
    this.record = record;
  }

  /** Sinks for the connections of a TLS listener, on whichever thread they are. */
  static Factory factory() {
    ThreadLocal<ByteBuffer> records =
        ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(RECORD_BYTES));
    return channel -> new EncryptedSink(channel, records.get());
  }

  @Override
  public long transferFrom(FileChannel file, long position, long count) throws IOException {
    long taken = 0;
    while (taken < count) {
      record.clear().limit((int) Math.min(record.capacity(), count - taken));
      if (file.read(record, position + taken) < 0) {
        throw endOf(file, position + taken);
      }
      taken += write(record.flip());
      if (record.hasRemaining()) {
        return taken;
      }
    }
    return taken;
  }
}
