package org.pairboot.tftp;

import java.nio.ByteBuffer;
import java.util.List;

/** Fills no bytes into the buffer, but records the positions read. */
public record RecordingReader(long length, List<Long> positions) implements PlainReader {
  @Override
  public int read(long position, ByteBuffer target) {
    positions.add(position);
    int count = target.remaining();
    target.position(target.limit());
    return count;
  }
}
