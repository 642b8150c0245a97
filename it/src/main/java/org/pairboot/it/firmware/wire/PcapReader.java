package org.pairboot.it.firmware.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Reads classic pcap files as tcpdump writes them here: Ethernet, native byte order. */
final class PcapReader {
  private static final int MAGIC = 0xA1B2C3D4;
  private static final int FILE_HEADER = 24;
  private static final int PACKET_HEADER = 16;

  private final DataInputStream in;
  private final OutputStream copy;
  private long copyLeft;

  /**
   * Reads the header of the file.
   *
   * @param copy receives the first packets unchanged
   * @param maxCopied largest number of bytes to copy
   */
  PcapReader(InputStream in, OutputStream copy, long maxCopied) throws IOException {
    this.in = new DataInputStream(in);
    this.copy = copy;
    this.copyLeft = maxCopied;
    byte[] header = new byte[FILE_HEADER];
    this.in.readFully(header);
    if (ByteBuffer.wrap(header).order(ByteOrder.nativeOrder()).getInt() != MAGIC) {
      throw new IOException("not a pcap file in native byte order");
    }
    copy.write(header);
  }

  /** The next UDP or TCP packet; empty at the end. */
  Optional<Frame> next() throws IOException {
    while (true) {
      byte[] header = new byte[PACKET_HEADER];
      try {
        in.readFully(header);
      } catch (EOFException e) {
        return Optional.empty();
      }
      byte[] packet = new byte[ByteBuffer.wrap(header).order(ByteOrder.nativeOrder()).getInt(8)];
      in.readFully(packet);
      keep(header, packet);
      Optional<Frame> frame = Frame.parse(ByteBuffer.wrap(packet));
      if (frame.isPresent()) {
        return frame;
      }
    }
  }

  private void keep(byte[] header, byte[] packet) throws IOException {
    copyLeft -= header.length + packet.length;
    if (copyLeft >= 0) {
      copy.write(header);
      copy.write(packet);
    }
  }
}
