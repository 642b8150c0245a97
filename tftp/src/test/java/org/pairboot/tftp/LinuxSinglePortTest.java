package org.pairboot.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.pairboot.conf.TftpSettings;
import org.pairboot.tftp.event.TransferReport;
import org.pairboot.tftp.event.TransferReport.Outcome;
import org.pairboot.tftp.packet.Packet;
import org.pairboot.tftp.transport.linux.LinuxTransport;

/** One port for all loops; the kernel distributes its packets by a hash. */
@EnabledOnOs(OS.LINUX)
class LinuxSinglePortTest {
  private static final int LOOPS = 4;
  private static final int CLIENTS = 24;

  private final Queue<TransferReport> reports = new ConcurrentLinkedQueue<>();
  private final TestContents contents =
      new TestContents().withMapped("file", TestContents.bytes(5_000));

  @Test
  void keepsPacketsOnTheirLoopWhenOtherLoopsEndEarly() throws Exception {
    // A retransmission must not hide a packet that went to the wrong loop.
    TftpSettings settings =
        TestSettings.create("port-mode=single", "retransmit.initial=30s", "retransmit.max=30s");
    LinuxTransport transport = LinuxTransport.open(settings, LOOPS);
    List<RawClient> clients = new ArrayList<>();
    try (TftpServer server =
            TftpServer.start(settings, contents.catalog(), reports::add, transport);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        RawClient client = new RawClient(server.address());
        clients.add(client);
        client.request(RawClient.rrq("file")).receive();
      }
      Future<Boolean> stopped = threads.submit(() -> server.stop(Duration.ofMinutes(1)));
      for (int i = 0; i < CLIENTS; i++) {
        finish(clients.get(i));
        int ended = i + 1;
        await().until(() -> reports.size() == ended);
      }
      assertThat(stopped.get()).isTrue();
      assertThat(reports).allMatch(report -> report.outcome() == Outcome.COMPLETED);
    } finally {
      clients.forEach(RawClient::close);
    }
  }

  private static void finish(RawClient client) throws IOException {
    for (int block = 1; block <= 9; block++) {
      client.ack(block);
      assertThat(((Packet.Data) client.receive()).block()).isEqualTo(block + 1);
    }
    client.ack(10);
  }
}
