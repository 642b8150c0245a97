package org.pairboot.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.FileContent;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.testing.GatedContent;
import org.pairboot.tftp.event.TransferReport.Outcome;
import org.pairboot.tftp.packet.Packet;

/** Content that takes its time to open stops nobody but who waits for it. */
@OverEachTransport
class OpeningTest extends ServerFixture {
  private final GatedContent hung = new GatedContent(BytesContent.of(TestContents.bytes(100)));

  @TempDir private Path directory;

  OpeningTest(String transport) {
    super(transport);
    contents().with("hung", hung);
  }

  @Test
  void aFileSystemThatHangsStopsNoLoop() throws Exception {
    start();
    List<RawClient> waiting = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      RawClient client = client();
      client.request(RawClient.rrq("hung"));
      waiting.add(client);
    }
    await().until(() -> hung.waiting() > 0);

    assertThat(client().fetch(RawClient.rrq("mapped"))).hasSize(300_000);
    assertThat(server().isResponsive(Duration.ofSeconds(10))).isTrue();
    hung.openGate();
    for (RawClient client : waiting) {
      assertThat(client.receive()).isInstanceOf(Packet.Data.class);
      client.ack(1);
    }
  }

  @Test
  void aRepeatedRequestIsOpenedOnce() throws Exception {
    start();
    RawClient client = client();
    client.request(RawClient.rrq("hung"));
    client.request(RawClient.rrq("hung"));
    client.request(RawClient.rrq("hung"));
    // Loops handle packets in their order, so the repetitions have been seen with this answer.
    assertThat(client().fetch(RawClient.rrq("small"))).hasSize(100);
    hung.openGate();

    assertThat(client.receive()).isInstanceOf(Packet.Data.class);
    client.ack(1);
    awaitReport(Outcome.COMPLETED);
    assertThat(hung.waiting()).isEqualTo(1);
  }

  @Test
  void anotherRequestFromThePortTakesThePlaceOfOneThatWaits() throws Exception {
    start();
    RawClient client = client();
    client.request(RawClient.rrq("hung"));
    await().until(() -> hung.waiting() > 0);

    assertThat(client.fetch(RawClient.rrq("other"))).hasSize(200);
    hung.openGate();
    assertThat(client().fetch(RawClient.rrq("hung"))).hasSize(100);
    assertThat(client.isQuiet()).isTrue();
  }

  @Test
  void aClientHasNoMoreOpeningsAtATimeThanTransfers() throws Exception {
    start("max-transfers-per-client=2");
    RawClient first = client();
    first.request(RawClient.rrq("hung"));
    RawClient second = client();
    second.request(RawClient.rrq("hung"));
    await().until(() -> hung.waiting() == 2);
    RawClient third = client();
    third.request(RawClient.rrq("hung"));
    assertThat(third.isQuiet()).isTrue();

    hung.openGate();
    assertThat(first.receive()).isInstanceOf(Packet.Data.class);
    assertThat(second.receive()).isInstanceOf(Packet.Data.class);
    assertThat(third.isQuiet()).isTrue();
    assertThat(hung.waiting()).isEqualTo(2);
    first.ack(1);
    second.ack(1);
  }

  @Test
  void aNamedPipeInPlaceOfABlobIsRefused() throws Exception {
    Path pipe = directory.resolve("blob");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    contents().with("pipe", new FileContent(pipe, 0, Sha256.of(ByteBuffer.allocate(0))));
    start();

    RawClient client = client();
    client.request(RawClient.rrq("pipe"));
    assertThat(client.receive())
        .isEqualTo(new Packet.Error(0, "the server cannot send this file now"));
    assertThat(awaitReport(Outcome.FAILED).detail()).contains("is not a regular file");
  }

  @Test
  void stoppingDoesNotWaitForAFileSystemThatHangs() throws Exception {
    start();
    client().request(RawClient.rrq("hung"));
    await().until(() -> hung.waiting() > 0);
    assertThat(server().stop(Duration.ofMillis(1))).isFalse();
    hung.openGate();
    await().until(() -> contents().openReaders() == 0);
  }
}
