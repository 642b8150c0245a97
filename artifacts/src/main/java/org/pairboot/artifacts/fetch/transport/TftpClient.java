package org.pairboot.artifacts.fetch.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;
import org.pairboot.artifacts.fetch.transport.Transport.Receiver;

/**
 * Reads files by TFTP, from servers that answer from a port for each transfer (RFC 1350) as well as
 * from those that answer from the port that got the request, which Commons Net refuses. Asks for
 * larger blocks and windows, and does without where a server has trouble with that. Thread-safe.
 */
public final class TftpClient {
  /** RFC 1350: an unknown transfer. */
  private static final int UNKNOWN_TRANSFER = 5;

  private final Duration resend;
  private final Duration patience;

  /**
   * @param resend after this much silence a packet is sent again
   * @param patience a transfer ends when no more of the file has arrived for this long
   */
  public TftpClient(Duration resend, Duration patience) {
    this.resend = resend;
    this.patience = patience;
  }

  /**
   * Reads a whole file; cannot be resumed.
   *
   * @param name as the server has it, without control characters
   * @param receiver begins when the first bytes are there, and knows the length if the server does
   * @throws TransferException when the server refuses, or {@code receiver} does
   * @throws SocketTimeoutException when nothing arrives in time
   */
  public void read(InetSocketAddress server, String name, Receiver receiver) throws IOException {
    if (!attempt(server, name, true, receiver)) {
      attempt(server, name, false, receiver);
    }
  }

  /**
   * @return false when only another attempt without options may succeed: the server answered, but
   *     with a refusal, or with blocks that never arrive
   */
  private boolean attempt(
      InetSocketAddress server, String name, boolean withOptions, Receiver receiver)
      throws IOException {
    TftpRead read = new TftpRead(name, withOptions, receiver);
    try (read;
        DatagramSocket socket = new DatagramSocket()) {
      new Conversation(socket, server, read).run();
      read.finish();
      return true;
    } catch (TransferException | SocketTimeoutException e) {
      boolean absent = e instanceof TransferException known && known.kind() == Kind.ABSENT;
      if (withOptions && !absent && read.isAnswered() && read.blocks() == 0) {
        return false;
      }
      throw e;
    }
  }

  /** One attempt. */
  private final class Conversation {
    private final DatagramSocket socket;
    private final InetSocketAddress server;
    private final TftpRead read;

    /** One byte more than the largest packet, to notice larger ones. */
    private final byte[] buffer = new byte[TftpRead.BLKSIZE + 5];

    /** The port that this transfer's packets come from; 0 until the first one. */
    private int peer;

    Conversation(DatagramSocket socket, InetSocketAddress server, TftpRead read) {
      this.socket = socket;
      this.server = server;
      this.read = read;
    }

    void run() throws IOException {
      send(read.request(), server.getPort());
      try {
        exchange();
      } catch (IOException e) {
        if (peer != 0 && !read.isRefused()) {
          // Otherwise the server sends on until it loses patience.
          send(TftpRead.error(0, "transfer ended"), peer);
        }
        throw e;
      }
    }

    private void exchange() throws IOException {
      long progress = System.nanoTime();
      long sent = progress;
      while (!read.isDone()) {
        long now = System.nanoTime();
        long left = patience.toNanos() - (now - progress);
        if (left <= 0) {
          throw new SocketTimeoutException("nothing arrived for " + patience.toMillis() + " ms");
        }
        long untilResend = resend.toNanos() - (now - sent);
        if (untilResend <= 0) {
          send(read.again(), peer == 0 ? server.getPort() : peer);
          sent = now;
          continue;
        }
        long before = read.blocks();
        Optional<byte[]> answer = receive(Math.min(left, untilResend));
        if (read.blocks() > before) {
          progress = System.nanoTime();
          sent = progress;
        }
        if (answer.isPresent()) {
          send(answer.get(), peer);
          sent = System.nanoTime();
        }
      }
    }

    /** Waits for one packet, and returns what it has to be answered with. */
    private Optional<byte[]> receive(long nanos) throws IOException {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      // 0 would mean without end.
      socket.setSoTimeout(Math.max(1, Math.toIntExact(Duration.ofNanos(nanos).toMillis())));
      try {
        socket.receive(packet);
      } catch (SocketTimeoutException e) {
        return Optional.empty();
      }
      if (!packet.getAddress().equals(server.getAddress())) {
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, packet.getLength());
      boolean ofTransfer = TftpRead.isOfTransfer(bytes);
      if (peer == 0 && ofTransfer) {
        peer = packet.getPort();
      }
      if (peer != 0 && packet.getPort() != peer) {
        if (ofTransfer) {
          // The second answer to a request that was sent twice, RFC 1350 section 4.
          send(TftpRead.error(UNKNOWN_TRANSFER, "unknown transfer"), packet.getPort());
        }
        return Optional.empty();
      }
      return read.on(bytes);
    }

    private void send(byte[] packet, int port) throws IOException {
      socket.send(new DatagramPacket(packet, packet.length, server.getAddress(), port));
    }
  }
}
