package org.pairboot.artifacts.format.split;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.pairboot.artifacts.content.BulkStream;

/** Some bytes of a file, whose position is not used. Does not close the file. */
final class Stretch extends BulkStream {
  private final FileChannel file;
  private final long end;
  private long position;

  Stretch(FileChannel file, long start, long length) {
    this.file = file;
    this.position = start;
    this.end = start + length;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == end) {
      return -1;
    }
    int wanted = (int) Math.min(length, end - position);
    int count = file.read(ByteBuffer.wrap(target, offset, wanted), position);
    position += Math.max(count, 0);
    return count;
  }
}
