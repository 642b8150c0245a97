package org.pairboot.tftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.tftp.packet.Packet;
import org.pairboot.tftp.packet.Packet.Option;
import org.pairboot.tftp.packet.PacketCodec;

/** A UDP socket that sends and receives packets and does nothing on its own. */
final class RawClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final DatagramSocket socket;
  private final InetSocketAddress server;
  private InetSocketAddress lastSender;
  private int rollover;

  RawClient(InetSocketAddress server) throws IOException {
    this(server, InetAddress.getLoopbackAddress());
  }

  RawClient(InetSocketAddress server, InetAddress own) throws IOException {
    this.server = server;
    this.socket =
        new DatagramSocket(
            new InetSocketAddress(server.getAddress().getAddress().length == 4 ? own : null, 0));
  }

  /** A request in octet mode with options written as {@code name=value}. */
  static Packet.Rrq rrq(String name, String... options) {
    return new Packet.Rrq(name, "octet", options(options));
  }

  static Packet.Oack oack(String... options) {
    return new Packet.Oack(options(options));
  }

  private static List<Option> options(String... texts) {
    List<Option> options = new ArrayList<>();
    for (String text : texts) {
      String[] parts = text.split("=", 2);
      options.add(new Option(parts[0], parts[1]));
    }
    return options;
  }

  InetSocketAddress server() {
    return server;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** Sends to the port for requests. */
  RawClient request(Packet packet) throws IOException {
    sendTo(server, packet);
    return this;
  }

  /** Sends to the sender of the last packet. */
  void answer(Packet packet) throws IOException {
    sendTo(lastSender, packet);
  }

  void ack(long block) throws IOException {
    answer(new Packet.Ack((int) (block & 0xFFFF)));
  }

  void sendTo(InetSocketAddress target, Packet packet) throws IOException {
    ByteBuffer encoded = PacketCodec.encode(packet);
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    sendTo(target, bytes);
  }

  void sendTo(InetSocketAddress target, byte[] bytes) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length, target));
  }

  Packet receive() throws IOException {
    return receive(PATIENCE);
  }

  private Packet receive(Duration patience) throws IOException {
    DatagramPacket datagram = new DatagramPacket(new byte[65536], 65536);
    socket.setSoTimeout((int) patience.toMillis());
    socket.receive(datagram);
    lastSender = (InetSocketAddress) datagram.getSocketAddress();
    return (Packet)
        PacketCodec.decode(ByteBuffer.wrap(datagram.getData(), 0, datagram.getLength()));
  }

  InetSocketAddress lastSender() {
    return lastSender;
  }

  /**
   * Asserts that the server sends nothing more once it has handled everything it received: the next
   * packet answers a request that is certain to be answered at once. For one loop.
   */
  void assertNothingMoreComes() throws IOException {
    InetSocketAddress before = lastSender;
    Packet.Wrq marker = new Packet.Wrq("marker", "octet", List.of());
    request(marker);
    assertThat(receive())
        .isEqualTo(new Packet.Error(2, "read-only server: write requests are not supported"));
    lastSender = before;
  }

  /** Whether nothing arrives for a moment. Only false is proof. */
  boolean isQuiet() throws IOException {
    try {
      receive(Duration.ofMillis(50));
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    }
  }

  /** The number that {@link #fetch} expects after block 65535. */
  RawClient rollingOverTo(int number) {
    rollover = number;
    return this;
  }

  private int number(long block) {
    return (int) (block <= 0xFFFF ? block : rollover + (block - 0x10000) % (0x10000 - rollover));
  }

  /** Requests a file and acknowledges block by block or window by window until it is complete. */
  byte[] fetch(Packet.Rrq rrq) throws IOException {
    request(rrq);
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    int blksize = 512;
    int windowsize = 1;
    long last = 0;
    while (true) {
      Packet packet = receive();
      if (packet instanceof Packet.Oack oack) {
        blksize = valueOf(oack, "blksize", blksize);
        windowsize = valueOf(oack, "windowsize", windowsize);
        ack(0);
      } else if (!(packet instanceof Packet.Data data)) {
        throw new IOException("unexpected: " + packet);
      } else if (data.block() != number(last + 1)) {
        ack(number(last));
      } else {
        last++;
        byte[] payload = new byte[data.payload().remaining()];
        data.payload().duplicate().get(payload);
        received.writeBytes(payload);
        boolean complete = payload.length < blksize;
        if (complete || last % windowsize == 0) {
          ack(number(last));
        }
        if (complete) {
          return received.toByteArray();
        }
      }
    }
  }

  static int valueOf(Packet.Oack oack, String name, int otherwise) {
    return oack.options().stream()
        .filter(option -> option.isNamed(name))
        .mapToInt(option -> Integer.parseInt(option.value()))
        .findFirst()
        .orElse(otherwise);
  }

  @Override
  public void close() {
    socket.close();
  }
}
