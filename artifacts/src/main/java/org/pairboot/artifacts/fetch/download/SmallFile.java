package org.pairboot.artifacts.fetch.download;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.OptionalLong;
import org.pairboot.artifacts.fetch.transport.Incoming;
import org.pairboot.artifacts.fetch.transport.Resume;
import org.pairboot.artifacts.fetch.transport.TransferException;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;

/** A file of bounded size that arrives in memory. */
final class SmallFile implements Retrier.Target {
  private final int maxBytes;
  private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private OptionalLong total = OptionalLong.empty();

  SmallFile(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  @Override
  public Resume resume() {
    return Resume.NOTHING;
  }

  @Override
  public long size() {
    return bytes.size();
  }

  @Override
  public void discard() {
    bytes = new ByteArrayOutputStream();
  }

  @Override
  public void requireWhole() throws TransferException {
    Lengths.requireWhole(size(), total);
  }

  @Override
  public OutputStream begin(Incoming incoming) throws TransferException {
    discard();
    total = incoming.total();
    return new OutputStream() {
      @Override
      public void write(int b) throws TransferException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] more, int offset, int length) throws TransferException {
        if (bytes.size() + (long) length > maxBytes) {
          throw new TransferException(
              Kind.FINAL, "longer than %,d bytes, which no such file is".formatted(maxBytes));
        }
        bytes.write(more, offset, length);
      }
    };
  }
}
