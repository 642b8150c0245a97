package org.pairboot.artifacts.format.initramfs;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Unpacks one member. */
interface Decoder extends Closeable {

  /** An empty buffer of a kind that {@link #read} takes. */
  ByteBuffer newBuffer(int capacity);

  /** Puts bytes into {@code target}, which is empty; how many, or -1 at the end of the member. */
  int read(ByteBuffer target) throws IOException;

  /** What a stream unpacks, whose bytes go through the heap. */
  static Decoder of(InputStream stream) {
    return new Decoder() {
      @Override
      public ByteBuffer newBuffer(int capacity) {
        return ByteBuffer.allocate(capacity);
      }

      @Override
      public int read(ByteBuffer target) throws IOException {
        int count = stream.read(target.array(), 0, target.capacity());
        target.position(Math.max(count, 0));
        return count;
      }

      @Override
      public void close() throws IOException {
        stream.close();
      }
    };
  }
}
