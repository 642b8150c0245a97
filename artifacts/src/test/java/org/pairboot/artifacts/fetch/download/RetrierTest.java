package org.pairboot.artifacts.fetch.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.fetch.transport.TransferException;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;
import org.pairboot.artifacts.fetch.transport.Transport;
import org.pairboot.conf.DownloadSettings.Retry;

class RetrierTest {
  private static final URI FILE = URI.create("http://boot.example/vmlinuz");

  private final List<Duration> pauses = new ArrayList<>();

  @Test
  void doesNotAskForAMisspeltNameAgain() {
    TransferException unknown = new TransferException(Kind.UNKNOWN_HOST, "unknown host: x");
    assertThatThrownBy(() ->
            retrier(
                    (_, _, _) -> {
                      throw unknown;
                    })
                .read(FILE, 10))
        .isSameAs(unknown);
    assertThat(pauses).isEmpty();
  }

  @Test
  void asksAgainForANameFromWhichBytesHaveCome() throws Exception {
    Deque<TransferException> failures =
        new ArrayDeque<>(
            List.of(
                new TransferException(Kind.TRANSIENT, "lost"),
                new TransferException(Kind.UNKNOWN_HOST, "unknown host: x")));
    Transport transport =
        (_, _, receiver) -> {
          boolean isUnknown = failures.size() == 1;
          if (!isUnknown) {
            send("1234".substring(0, failures.isEmpty() ? 4 : 2), receiver);
          }
          if (!failures.isEmpty()) {
            throw failures.remove();
          }
        };

    assertThat(retrier(transport).read(FILE, 10))
        .isEqualTo("1234".getBytes(StandardCharsets.US_ASCII));
    assertThat(pauses).hasSize(2);
  }

  private static void send(String text, Transport.Receiver receiver) throws TransferException {
    try (OutputStream out =
        receiver.begin(new Transport.Incoming(0, OptionalLong.of(4), Optional.empty()))) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Retrier retrier(Transport transport) {
    return new Retrier(
        transport,
        new Retry(5, Duration.ofSeconds(1), Duration.ofSeconds(10)),
        pauses::add,
        notice -> {});
  }
}
