package org.pairboot.tftp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.catalog.Catalog.Resolution;
import org.pairboot.artifacts.catalog.ClientLimit;
import org.pairboot.artifacts.catalog.Openings;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.conf.TftpSettings;
import org.pairboot.tftp.TestSettings;
import org.pairboot.tftp.admission.Admission;
import org.pairboot.tftp.event.TransferListener;
import org.pairboot.tftp.event.TransferReport;
import org.pairboot.tftp.event.TransferReport.Outcome;
import org.pairboot.tftp.packet.Packet;
import org.pairboot.tftp.packet.PacketCodec;
import org.pairboot.tftp.request.RequestResolver;
import org.pairboot.tftp.transport.Flow;
import org.pairboot.tftp.transport.Transport.Link;
import org.pairboot.tftp.transport.Transport.Port;

/** The turns of a loop, each told what happens while it polls, in virtual time. */
class EventLoopTest {
  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.ofLiteral("10.0.0.7"), 2000);

  private final TftpSettings settings = TestSettings.create();
  private final AtomicReference<Outcome> outcome = new AtomicReference<>();
  private final ScriptedLink link = new ScriptedLink();
  private long now;
  private Flow.Handler client;

  private final class ScriptedLink implements Link {
    final Deque<Runnable> turns = new ArrayDeque<>();
    private EventLoop loop;
    private PacketHandler requests;

    @Override
    public void poll(long timeoutNanos, PacketHandler handler) {
      requests = handler;
      if (turns.isEmpty()) {
        loop.abort();
      } else {
        turns.remove().run();
      }
    }

    @Override
    public void wakeUp() {
      // poll() never sleeps.
    }

    @Override
    public void stopListening() {
      turns.clear();
    }

    @Override
    public void close() {
      turns.clear();
    }
  }

  private final class ScriptedPort implements Port {
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
      throw new AssertionError("an ERROR to " + peer);
    }

    @Override
    public Flow open(
        InetSocketAddress peer, Flow.Source source, Flow.Handler flow, Optional<Flow> superseded) {
      client = flow;
      return new Flow() {
        @Override
        public void sendControl(ByteBuffer packet) {}

        @Override
        public void sendData(long first, int count) {}

        @Override
        public void close() {}
      };
    }
  }

  private void run() throws InterruptedException {
    EventLoop.Shared shared =
        new EventLoop.Shared(
            settings,
            new RequestResolver(
                new Catalog(
                    List.of(request ->
                        Optional.of(
                            Resolution.changing("test", BytesContent.of(new byte[1000])))))),
            new Admission(settings, 42, now),
            new Openings("test", new ClientLimit(100, 10)),
            new TransferListener() {
              @Override
              public void finished(TransferReport report) {
                outcome.set(report.outcome());
              }
            },
            () -> now);
    link.loop = new EventLoop("test-loop", link, shared);
    link.loop.start();
    assertThat(link.loop.await(Duration.ofSeconds(20))).isTrue();
    assertThat(link.loop.failure()).isNotDone();
  }

  private void request() {
    ByteBuffer packet = PacketCodec.encode(new Packet.Rrq("file", "octet", List.of()));
    link.requests.onPacket(new ScriptedPort(), CLIENT, packet);
  }

  private void ack(int block) {
    client.onPacket(PacketCodec.encode(new Packet.Ack(block)));
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  /** As after SIGSTOP and SIGCONT, when the packets of others come first. */
  @Test
  void aPauseOfTheProcessEndsNoTransfer() throws InterruptedException {
    link.turns.add(this::request);
    link.turns.add(() -> pass(Duration.ofMinutes(10)));
    link.turns.add(() -> ack(1));
    link.turns.add(() -> ack(2));
    run();
    assertThat(outcome).hasValue(Outcome.COMPLETED);
  }

  @Test
  void theSilenceOfAClientDoes() throws InterruptedException {
    link.turns.add(this::request);
    for (int i = 0; i < 200; i++) {
      link.turns.add(() -> pass(Duration.ofMillis(500)));
    }
    run();
    assertThat(outcome).hasValue(Outcome.TIMED_OUT);
  }
}
