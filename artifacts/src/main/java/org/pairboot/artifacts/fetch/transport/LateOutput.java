package org.pairboot.artifacts.fetch.transport;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Begins with the first byte, for transports that know only then whether there is a file. */
final class LateOutput extends OutputStream {
  private final Receiver receiver;
  private final Incoming incoming;
  private OutputStream begun;

  LateOutput(Receiver receiver, Incoming incoming) {
    this.receiver = receiver;
    this.incoming = incoming;
  }

  @Override
  public void write(int b) throws IOException {
    begun().write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    begun().write(bytes, offset, length);
  }

  /** All has come, also if it was nothing. */
  void finish() throws IOException {
    begun().flush();
  }

  @Override
  public void close() throws IOException {
    if (begun != null) {
      begun.close();
    }
  }

  private OutputStream begun() throws IOException {
    if (begun == null) {
      begun = new BufferedOutputStream(receiver.begin(incoming), 1 << 16);
    }
    return begun;
  }
}
