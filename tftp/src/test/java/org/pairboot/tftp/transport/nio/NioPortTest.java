package org.pairboot.tftp.transport.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.tftp.RecordingReader;
import org.pairboot.tftp.packet.Packet;
import org.pairboot.tftp.packet.PacketCodec;
import org.pairboot.tftp.transfer.Blocks;
import org.pairboot.tftp.transport.Flow;
import org.pairboot.tftp.transport.PortPool;

class NioPortTest {
  private static final InetSocketAddress LOCAL =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 69);
  private static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 2070);
  private static final InetSocketAddress OTHER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 2071);

  private final FakeChannel channel = new FakeChannel();
  private final NioPort port = newPort(channel, new PortPool<>(List.of(), 0, 0, Optional::empty));
  private final Handler handler = new Handler();
  private final Flow.Source source = new Flow.Source(reader(100), new Blocks(100, 10));

  private static NioPort newPort(NioPort.PacketChannel channel, PortPool<NioPort> pool) {
    return new NioPort(LOCAL, 1500, channel, pool, ByteBuffer.allocateDirect(65468));
  }

  private static ContentReader reader(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return BytesContent.of(bytes).open();
  }

  private Flow open(InetSocketAddress peer) {
    return port.open(peer, source, handler, Optional.empty());
  }

  @Test
  void sendsARunOfBlocksOneByOne() {
    open(PEER).sendData(9, 3);
    assertThat(channel.sent).containsExactly("2070:9/10@80", "2070:10/10@90", "2070:11/0");
  }

  @Test
  void keepsWhatTheChannelRejectsUntilItIsWritable() {
    channel.room = 2;
    open(PEER).sendData(1, 4);
    assertThat(channel.sent).containsExactly("2070:1/10@0", "2070:2/10@10");
    assertThat(channel.writableWanted).isTrue();
    channel.room = 1;
    port.sendWaiting();
    assertThat(channel.sent).hasSize(3);
    assertThat(channel.writableWanted).isTrue();
    channel.room = 9;
    port.sendWaiting();
    assertThat(channel.sent).endsWith("2070:3/10@20", "2070:4/10@30").hasSize(4);
    assertThat(channel.writableWanted).isFalse();
  }

  @Test
  void reportsAWindowAsSentOnceTheKernelHasAllOfIt() {
    Flow flow = open(PEER);
    channel.room = 2;
    flow.sendData(1, 4);
    assertThat(handler.sent).isZero();
    channel.room = 9;
    port.sendWaiting();
    assertThat(handler.sent).isEqualTo(1);
    flow.sendControl(PacketCodec.encode(new Packet.Oack(List.of())));
    assertThat(handler.sent).isEqualTo(2);
  }

  @Test
  void sendsInTheOrderOfTheQueue() {
    Flow first = open(PEER);
    Flow second = open(OTHER);
    channel.room = 0;
    first.sendData(1, 1);
    channel.room = 1;
    second.sendData(2, 1);
    assertThat(channel.sent).isEmpty();
    channel.room = 2;
    port.sendWaiting();
    assertThat(channel.sent).containsExactly("2070:1/10@0", "2071:2/10@10");
  }

  @Test
  void replacesWhatIsUnsentByANewerCommand() {
    Flow flow = open(PEER);
    channel.room = 0;
    flow.sendControl(PacketCodec.encode(new Packet.Oack(List.of())));
    flow.sendData(1, 4);
    flow.sendData(7, 1);
    channel.room = 9;
    port.sendWaiting();
    assertThat(channel.sent).containsExactly("2070:7/10@60");
  }

  @Test
  void keepsAControlPacketUntilTheChannelIsWritable() {
    Flow flow = open(PEER);
    channel.room = 0;
    flow.sendControl(PacketCodec.encode(new Packet.Oack(List.of())));
    channel.room = 1;
    port.sendWaiting();
    assertThat(channel.sent).containsExactly("2070:Oack[options=[]]");
  }

  @Test
  void sendsNothingForAClosedFlow() {
    Flow flow = open(PEER);
    channel.room = 0;
    flow.sendData(1, 4);
    flow.close();
    flow.close();
    channel.room = 9;
    port.sendWaiting();
    assertThat(channel.sent).isEmpty();
    assertThat(channel.writableWanted).isFalse();
  }

  @Test
  void treatsAFailureToSendAsALostPacket() {
    channel.failure = new NoRouteToHostException();
    open(PEER).sendData(1, 3);
    assertThat(channel.writableWanted).isFalse();
    channel.failure = null;
    open(PEER).sendData(1, 1);
    assertThat(channel.sent).containsExactly("2070:1/10@0");
  }

  @Test
  void reportsABrokenContentAndSendsNothing() {
    Flow.Source tooShort = new Flow.Source(reader(15), new Blocks(100, 10));
    port.open(PEER, tooShort, handler, Optional.empty()).sendData(1, 5);
    assertThat(channel.sent).containsExactly("2070:1/10@0");
    assertThat(handler.failures).hasSize(1);
  }

  @Test
  void readsPositionsBeyondTheRangeOfInt() {
    List<Long> positions = new ArrayList<>();
    long length = 1L << 40;
    ContentReader huge = new RecordingReader(length, positions);
    Flow.Source large = new Flow.Source(huge, new Blocks(length, 1428));
    port.open(PEER, large, handler, Optional.empty()).sendData(3_007_600, 2);
    assertThat(positions).containsExactly(4_294_851_372L, 4_294_852_800L);
    assertThat(channel.sent.getFirst()).startsWith("2070:" + (3_007_600 & 0xFFFF) + "/1428");
  }

  @Test
  void deliversPacketsToTheFlowOfTheirPeerAndRequestsToTheHandler() {
    open(PEER);
    List<String> unclaimed = new ArrayList<>();
    channel.arrive(PEER, new Packet.Ack(1));
    channel.arrive(OTHER, new Packet.Ack(2));
    channel.arrive(PEER, new Packet.Rrq("f", "octet", List.of()));
    port.receive(
        ByteBuffer.allocate(1469),
        (at, peer, packet) ->
            unclaimed.add(
                peer.getPort() + ":" + PacketCodec.decode(packet).getClass().getSimpleName()));
    assertThat(handler.received).containsExactly(new Packet.Ack(1));
    assertThat(unclaimed).containsExactly("2071:Ack", "2070:Rrq");
  }

  @Test
  void receivesPacketsAfterAnIcmpError() {
    open(PEER);
    channel.arrivals.add(new Arrival(null, null));
    channel.arrive(PEER, new Packet.Ack(1));
    port.receive(ByteBuffer.allocate(1469), (at, peer, packet) -> {});
    assertThat(handler.received).containsExactly(new Packet.Ack(1));
  }

  @Test
  void drawsFromThePoolAndAvoidsASupersededFlow() {
    List<NioPort> ports = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ports.add(newPort(new FakeChannel(), null));
    }
    PortPool<NioPort> pool = new PortPool<>(ports, 3, 6, Optional::empty);
    Set<NioPort> chosen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      chosen.add(pool.choose(null));
    }
    assertThat(chosen).hasSize(3);
    assertThat(pool.choices()).isEqualTo(6);
    for (NioPort avoided : ports) {
      for (int i = 0; i < 6; i++) {
        assertThat(pool.choose(avoided)).isNotSameAs(avoided);
      }
    }
    PortPool<NioPort> single = new PortPool<>(ports.subList(0, 1), 1, 1, Optional::empty);
    assertThat(single.choose(ports.getFirst())).isSameAs(ports.getFirst());
  }

  @Test
  void opensPortsOfThePoolWhenTheyAreDrawnForAsLongAsPossible() {
    List<NioPort> ports = new ArrayList<>(List.of(newPort(new FakeChannel(), null)));
    PortPool<NioPort> pool =
        new PortPool<>(
            ports,
            64,
            128,
            () ->
                ports.size() < 20
                    ? Optional.of(newPort(new FakeChannel(), null))
                        .map(port -> {
                          ports.add(port);
                          return port;
                        })
                    : Optional.empty());
    assertThat(pool.choices()).isEqualTo(128);
    Set<NioPort> chosen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      chosen.add(pool.choose(null));
    }
    assertThat(chosen).hasSize(20).containsExactlyInAnyOrderElementsOf(ports);
    assertThat(pool.choices()).as("after the last could not be opened").isEqualTo(20);
  }

  private static final class Handler implements Flow.Handler {
    private final List<Object> received = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final long begin = System.nanoTime();
    private int sent;

    @Override
    public void onPacket(ByteBuffer packet) {
      received.add(PacketCodec.decode(packet));
    }

    @Override
    public void onSent(long at) {
      assertThat(at - begin).isNotNegative();
      sent++;
    }

    @Override
    public void onPortClosed() {}

    @Override
    public void onReadFailure(Throwable failure) {
      failures.add(failure);
    }
  }

  /**
   * @param peer null for an ICMP error
   */
  private record Arrival(InetSocketAddress peer, ByteBuffer bytes) {}

  /**
   * Accepts as many packets as there is room for; records them as {@code
   * port:block/size@firstByte}.
   */
  private static final class FakeChannel implements NioPort.PacketChannel {
    private final List<String> sent = new ArrayList<>();
    private final ArrayDeque<Arrival> arrivals = new ArrayDeque<>();
    private int room = Integer.MAX_VALUE;
    private boolean writableWanted;
    private IOException failure;

    void arrive(InetSocketAddress peer, Packet packet) {
      arrivals.add(new Arrival(peer, PacketCodec.encode(packet)));
    }

    @Override
    public SocketAddress receive(ByteBuffer target) throws IOException {
      Arrival arrival = arrivals.poll();
      if (arrival == null) {
        return null;
      }
      if (arrival.peer() == null) {
        throw new PortUnreachableException();
      }
      target.put(arrival.bytes());
      return arrival.peer();
    }

    @Override
    public int send(ByteBuffer packet, InetSocketAddress peer) throws IOException {
      if (failure != null) {
        throw failure;
      }
      if (room == 0) {
        return 0;
      }
      room--;
      String text =
          PacketCodec.decode(packet) instanceof Packet.Data(int block, ByteBuffer payload)
              ? block
                  + "/"
                  + payload.remaining()
                  + (payload.hasRemaining() ? "@" + payload.get(0) : "")
              : PacketCodec.decode(packet).toString();
      sent.add(peer.getPort() + ":" + text);
      return packet.remaining();
    }

    @Override
    public void notifyWritable(boolean wanted) {
      writableWanted = wanted;
    }

    @Override
    public void close() {}
  }
}
