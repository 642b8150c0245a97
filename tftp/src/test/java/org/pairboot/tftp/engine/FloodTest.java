package org.pairboot.tftp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.catalog.Catalog.Resolution;
import org.pairboot.artifacts.catalog.Catalog.Route;
import org.pairboot.artifacts.catalog.ClientLimit;
import org.pairboot.artifacts.catalog.Openings;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Content;
import org.pairboot.conf.TftpSettings;
import org.pairboot.tftp.TestSettings;
import org.pairboot.tftp.admission.Admission;
import org.pairboot.tftp.event.TransferListener;
import org.pairboot.tftp.event.TransferListener.DropReason;
import org.pairboot.tftp.event.TransferReport;
import org.pairboot.tftp.event.TransferReport.Outcome;
import org.pairboot.tftp.packet.Packet;
import org.pairboot.tftp.packet.PacketCodec;
import org.pairboot.tftp.request.RequestResolver;
import org.pairboot.tftp.transport.Flow;
import org.pairboot.tftp.transport.Transport.Port;

/** Floods of forged requests, and honest clients among them, in virtual time. */
class FloodTest {
  private static final long MILLISECOND = Duration.ofMillis(1).toNanos();
  private static final int PER_MILLISECOND = 10;
  private static final int MILLISECONDS = 1500;

  private final TftpSettings settings = TestSettings.create();
  private final Map<InetSocketAddress, Flow.Handler> flows = new HashMap<>();
  private final Map<InetAddress, Integer> packetsTo = new HashMap<>();
  private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
  private final Map<InetAddress, Outcome> outcomes = new HashMap<>();
  private final Port port = new FakePort();
  private long now;
  private final Openings openings = new Openings("test", new ClientLimit(100, 10));
  private TransferTable transfers;
  private RequestHandler handler;

  private void start() {
    Content file = BytesContent.of(new byte[100]);
    Content large = BytesContent.of(new byte[100_000]);
    Route route =
        request ->
            switch (request.name()) {
              case "missing" -> Optional.empty();
              case "large" -> Optional.of(Resolution.changing("test", large));
              default -> Optional.of(Resolution.changing("test", file));
            };
    EventLoop.Shared shared =
        new EventLoop.Shared(
            settings,
            new RequestResolver(new Catalog(List.of(route))),
            new Admission(settings, 42, now),
            openings,
            new Listener(),
            () -> now);
    Notifier notifier = new Notifier(shared.listener(), now);
    UnknownTransferResponder unknownTransfers = new UnknownTransferResponder(now);
    transfers = new TransferTable(shared, notifier, unknownTransfers);
    handler =
        new RequestHandler(
            shared, transfers, new PendingOpenings(openings, () -> {}), notifier, unknownTransfers);
  }

  private final class Listener implements TransferListener {
    @Override
    public void finished(TransferReport report) {
      outcomes.put(report.request().peer().getAddress(), report.outcome());
    }

    @Override
    public void dropped(DropReason reason, long count, InetAddress latest) {
      dropped.merge(reason, count, Long::sum);
    }
  }

  private final class FakePort implements Port {
    @Override
    public InetSocketAddress local() {
      return new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 69);
    }

    @Override
    public int mtu() {
      return 1500;
    }

    @Override
    public boolean takesRequests() {
      return true;
    }

    @Override
    public boolean carriesTransfers() {
      return true;
    }

    @Override
    public int choices() {
      return 512;
    }

    @Override
    public void reply(InetSocketAddress peer, ByteBuffer packet) {
      packetsTo.merge(peer.getAddress(), 1, Integer::sum);
    }

    @Override
    public Flow open(
        InetSocketAddress peer, Flow.Source source, Flow.Handler flow, Optional<Flow> superseded) {
      flows.put(peer, flow);
      return new Flow() {
        @Override
        public void sendControl(ByteBuffer packet) {
          packetsTo.merge(peer.getAddress(), 1, Integer::sum);
        }

        @Override
        public void sendData(long first, int count) {
          packetsTo.merge(peer.getAddress(), count, Integer::sum);
        }

        @Override
        public void close() {
          flows.remove(peer, flow);
        }
      };
    }
  }

  private void request(InetSocketAddress peer) {
    request(peer, "file");
  }

  private void request(InetSocketAddress peer, String name) {
    handler.onPacket(port, peer, PacketCodec.encode(new Packet.Rrq(name, "octet", List.of())));
  }

  private void ack(InetSocketAddress peer, int block) {
    flows.get(peer).onPacket(PacketCodec.encode(new Packet.Ack(block)));
  }

  /** Sends a request, and an ACK after a millisecond if it is served. */
  private boolean fetch(InetSocketAddress honest) {
    request(honest);
    boolean served = flows.containsKey(honest);
    now += MILLISECOND;
    if (served) {
      flows.get(honest).onPacket(PacketCodec.encode(new Packet.Ack(1)));
    }
    return served && outcomes.get(honest.getAddress()) == Outcome.COMPLETED;
  }

  private static InetSocketAddress peer(int ip, int host) {
    return peer(ip, host, 2000);
  }

  private static InetSocketAddress peer(int ip, int host, int port) {
    byte[] bytes = ByteBuffer.allocate(4).putInt(ip & 0xFFFFFF00 | host & 0xFF).array();
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** 10 000 forged requests a second, from everywhere or from one network. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void servesHonestClientsInAFlood(boolean everywhere) {
    start();
    Random random = new Random(1);
    int served = 0;
    int asked = 0;
    for (int millis = 0; millis < MILLISECONDS; millis++) {
      for (int i = 0; i < PER_MILLISECOND; i++) {
        int network = everywhere ? 0x20000000 + random.nextInt(0x10000000) : 0xC0000200;
        request(peer(network, random.nextInt(256), 1024 + random.nextInt(60_000)));
      }
      if (millis % 20 == 0) {
        served += fetch(peer(0x0A000000 + 256 * (asked % 4), 1 + asked % 250)) ? 1 : 0;
        asked++;
      } else {
        now += MILLISECOND;
      }
      transfers.callDue();
      transfers.publishDigest();
    }
    assertThat(served).isEqualTo(asked);
    assertThat(flows).hasSizeLessThanOrEqualTo(settings.unproven().maxTransfers());
    if (!everywhere) {
      int reflected =
          packetsTo.entrySet().stream()
              .filter(each -> each.getKey().getHostAddress().startsWith("192.0.2."))
              .mapToInt(Map.Entry::getValue)
              .sum();
      TftpSettings.Unproven limits = settings.unproven();
      assertThat(reflected)
          .isLessThanOrEqualTo(limits.burst() + limits.rate() * MILLISECONDS / 1000);
      assertThat(dropped.get(DropReason.THROTTLED))
          .isGreaterThan(PER_MILLISECOND * MILLISECONDS / 2);
    }
  }

  /** What one machine that does not forge its address can send; each wants an answer. */
  private enum Nuisance {
    TWO_BYTES(PacketCodec.encode(new Packet.Ack(1)).limit(2).duplicate().put(1, (byte) 1)),
    WRITE_REQUEST(PacketCodec.encode(new Packet.Wrq("file", "octet", List.of()))),
    MISSING_NAME(PacketCodec.encode(new Packet.Rrq("missing", "octet", List.of()))),
    FILE(PacketCodec.encode(new Packet.Rrq("large", "octet", List.of())));

    private final ByteBuffer packet;

    Nuisance(ByteBuffer packet) {
      this.packet = packet;
    }
  }

  @ParameterizedTest
  @EnumSource
  void servesTheNeighboursOfAMachineThatNeverStopsAsking(Nuisance nuisance) {
    start();
    int asked = 0;
    for (int millis = 0; millis < 10_000; millis++) {
      for (int i = 0; i < PER_MILLISECOND; i++) {
        InetSocketAddress hostile = peer(0x0A000000, 66, 1024 + (10 * millis + i) % 60_000);
        handler.onPacket(port, hostile, nuisance.packet.duplicate());
      }
      if (millis % 20 == 0) {
        InetSocketAddress honest = peer(0x0A000000, 100 + asked++ % 100);
        int before = packetsTo.getOrDefault(honest.getAddress(), 0);
        request(honest, "missing");
        assertThat(packetsTo).containsEntry(honest.getAddress(), before + 1);
        assertThat(fetch(honest)).isTrue();
      } else {
        now += MILLISECOND;
      }
      transfers.callDue();
      transfers.publishDigest();
    }
    assertThat(dropped.get(DropReason.THROTTLED)).isPositive();
    assertThat(packetsTo.get(peer(0x0A000000, 66).getAddress()))
        .isLessThanOrEqualTo(
            2 * (settings.unproven().burst() + 10 * settings.unproven().rate()) / 8);
  }

  @Test
  void sendsFewPacketsToASingleForgedAddress() {
    start();
    InetSocketAddress victim = peer(0xC0000200, 7);
    for (int i = 0; i < 100; i++) {
      request(victim);
    }
    for (int second = 0; second < 100; second++) {
      now += 1000 * MILLISECOND;
      transfers.callDue();
    }
    assertThat(packetsTo.get(victim.getAddress())).isEqualTo(settings.unprovenPackets());
    assertThat(outcomes.get(victim.getAddress())).isEqualTo(Outcome.TIMED_OUT);
    assertThat(transfers.isEmpty()).isTrue();
  }

  /**
   * The client repeats its request because no answer came, and both requests are in the server's
   * queue for seconds.
   */
  @Test
  void continuesATransferWhoseRepeatedRequestWasReadLate() {
    start();
    InetSocketAddress honest = peer(0x0A000000, 9);
    request(honest, "large");
    Flow.Handler flow = flows.get(honest);
    int block = 0;
    while (now < 3000 * MILLISECOND) {
      now += 100 * MILLISECOND;
      ack(honest, ++block);
    }
    now += 200 * MILLISECOND;
    request(honest, "large");
    assertThat(flows).containsEntry(honest, flow);

    // But a client that was silent before has started over.
    now += 500 * MILLISECOND;
    request(honest, "large");
    assertThat(flows.get(honest)).isNotNull().isNotSameAs(flow);
    assertThat(outcomes).containsEntry(honest.getAddress(), Outcome.ABORTED);
  }

  /** Without replacement the forged requests would keep all others out until they time out. */
  @Test
  void replacesForgedRequestsByNewOnes() {
    start();
    int max = settings.unproven().maxTransfers();
    for (int i = 0; i < max; i++) {
      request(peer(0x20000000 + 256 * i, 1));
    }
    InetSocketAddress honest = peer(0x0A000000, 9);
    assertThat(fetch(honest)).isFalse();
    now += 60 * MILLISECOND;
    assertThat(fetch(honest)).isTrue();
    now += 1000 * MILLISECOND;
    transfers.publishDigest();
    assertThat(dropped).containsOnly(Map.entry(DropReason.OVERLOADED, 1L));
  }

  /** Three packets for each would exceed the budget of the network. */
  @Test
  void returnsTheTokensOfAnsweredRequests() {
    start();
    for (int i = 0; i < 15_000; i++) {
      assertThat(fetch(peer(0x0A000000, 9))).isTrue();
    }
  }
}
