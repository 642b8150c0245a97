package org.pairboot.it.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import org.apache.commons.net.tftp.TFTP;
import org.apache.commons.net.tftp.TFTPAckPacket;
import org.apache.commons.net.tftp.TFTPDataPacket;
import org.apache.commons.net.tftp.TFTPErrorPacket;
import org.apache.commons.net.tftp.TFTPPacket;
import org.apache.commons.net.tftp.TFTPPacketException;
import org.apache.commons.net.tftp.TFTPReadRequestPacket;

/**
 * A TFTP read of 512-byte blocks that continues only on request, so that a test can do something
 * else during the transfer.
 */
public final class SteppedTftpRead implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final TFTP tftp = new TFTP();
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private int lastBlock;
  private int lastLength;
  private int serverPort;

  private SteppedTftpRead() {}

  /** Requests a file and waits for its first block, without acknowledging it yet. */
  public static SteppedTftpRead begin(PairbootServer server, String name) {
    SteppedTftpRead read = new SteppedTftpRead();
    read.tftp.setDefaultTimeout(Duration.ofSeconds(20));
    try {
      read.tftp.open();
      read.tftp.send(
          new TFTPReadRequestPacket(LOOPBACK, server.tftpPort(), name, TFTP.BINARY_MODE));
      read.receiveBlock();
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Acknowledges a block and waits for the next one. */
  public SteppedTftpRead step() {
    try {
      acknowledge();
      receiveBlock();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads to the end and returns the whole content. */
  public byte[] finish() {
    try {
      while (lastLength == TFTPPacket.SEGMENT_SIZE) {
        acknowledge();
        receiveBlock();
      }
      acknowledge();
      return content.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void acknowledge() throws IOException {
    tftp.send(new TFTPAckPacket(LOOPBACK, serverPort, lastBlock));
  }

  /** Waits for the next block and ignores retransmitted ones. */
  private void receiveBlock() throws IOException {
    int expected = lastBlock + 1 & 0xffff;
    while (true) {
      switch (receive()) {
        case TFTPDataPacket data when data.getBlockNumber() == expected -> {
          content.write(data.getData(), data.getDataOffset(), data.getDataLength());
          lastBlock = expected;
          lastLength = data.getDataLength();
          serverPort = data.getPort();
          return;
        }
        case TFTPErrorPacket error ->
            throw new IOException("the server sent an ERROR: " + error.getMessage());
        default -> {}
      }
    }
  }

  private TFTPPacket receive() throws IOException {
    try {
      return tftp.receive();
    } catch (TFTPPacketException e) {
      throw new IOException("not a TFTP packet", e);
    }
  }

  @Override
  public void close() {
    tftp.close();
  }
}
