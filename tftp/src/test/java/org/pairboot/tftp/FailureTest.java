package org.pairboot.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.pairboot.tftp.transport.Transport;

class FailureTest {
  private final CountDownLatch broken = new CountDownLatch(1);

  @Test
  void tellsWhenOneOfItsLoopsFails() {
    Transport transport = new BreakableTransport(List.of(new Link(false), new Link(true)));
    try (TftpServer server =
        TftpServer.start(
            TestSettings.create(), new TestContents().catalog(), report -> {}, transport)) {
      assertThat(server.failure()).isNotDone();

      broken.countDown();

      await().until(() -> server.failure().isCompletedExceptionally());
    }
  }

  @Test
  void doesNotTakeAStopForAFailure() {
    Transport transport = new BreakableTransport(List.of(new Link(false)));
    TftpServer server =
        TftpServer.start(
            TestSettings.create(), new TestContents().catalog(), report -> {}, transport);
    server.close();
    assertThat(server.failure()).isNotDone();
  }

  private record BreakableTransport(List<Link> links) implements Transport {
    @Override
    public String name() {
      return "breakable";
    }

    @Override
    public InetSocketAddress address() {
      return InetSocketAddress.createUnresolved("nowhere", 69);
    }

    @Override
    public void close() {}
  }

  /** Has no packets, and may break. */
  private final class Link implements Transport.Link {
    private final boolean breaks;

    Link(boolean breaks) {
      this.breaks = breaks;
    }

    @Override
    public void poll(long timeoutNanos, PacketHandler handler) {
      if (breaks && broken.getCount() == 0) {
        throw new IllegalStateException("made for this test");
      }
      Thread.onSpinWait();
    }

    @Override
    public void wakeUp() {}

    @Override
    public void stopListening() {}

    @Override
    public void close() {}
  }
}
