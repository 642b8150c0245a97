package org.pairboot.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.fetch.transport.TftpClient;
import org.pairboot.artifacts.fetch.transport.TransferException;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;
import org.pairboot.artifacts.fetch.transport.Transport.Resume;
import org.pairboot.artifacts.fetch.transport.Transports;
import org.pairboot.conf.Host;
import org.pairboot.conf.SettingsLoader;
import org.pairboot.conf.SettingsLoader.CommandLine;
import org.pairboot.tftp.event.TransferReport.Outcome;

/** Downloads from our own server, as imports do. */
@OverEachTransport
class DownloadTest extends ServerFixture {
  @TempDir private Path directory;

  DownloadTest(String transport) {
    super(transport);
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "pool"})
  void downloadsFromEitherPortMode(String mode) throws Exception {
    start("port-mode=" + mode);

    assertThat(download("small")).isEqualTo(TestContents.bytes(100));
    assertThat(download("mapped")).isEqualTo(TestContents.bytes(300_000));
    assertThat(download("empty")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "pool"})
  void downloadsOverALossyLink(String mode) throws Exception {
    start("port-mode=" + mode, "retransmit.floor=20ms", "retransmit.initial=50ms");
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (LossyRelay relay = new LossyRelay(server().address(), 15)) {
      new TftpClient(Duration.ofMillis(50), Duration.ofSeconds(20))
          .read(relay.address(), "mapped", incoming -> file);

      assertThat(file.toByteArray()).isEqualTo(TestContents.bytes(300_000));
      // 211 blocks in 7 windows; a client or server that repeats itself sends many times as many.
      assertThat(relay.packets()).isLessThan(3000);
    }
  }

  @Test
  void namesAMissingFile() throws Exception {
    start();

    assertThatThrownBy(() -> download("none"))
        .asInstanceOf(type(TransferException.class))
        .returns(Kind.ABSENT, TransferException::kind)
        .extracting(TransferException::getMessage, STRING)
        .startsWith("TFTP error 1: ");
  }

  @Test
  void aServerThatIsGoneIsNotWaitedForWithoutEnd() throws Exception {
    InetSocketAddress address = start().address();
    server().close();

    assertThatThrownBy(() ->
            new TftpClient(Duration.ofMillis(20), Duration.ofMillis(100))
                .read(address, "small", incoming -> new ByteArrayOutputStream()))
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void endsTheTransferWhenTheReceiverRefusesIt() throws Exception {
    start();

    assertThatThrownBy(() ->
            new TftpClient(Duration.ofMillis(500), Duration.ofSeconds(5))
                .read(
                    server().address(),
                    "medium",
                    incoming -> {
                      throw new TransferException(Kind.FINAL, "too large");
                    }))
        .hasMessage("too large");
    // Nothing was received, which looks like the probes of firmware; and it is not asked again.
    assertThat(awaitReport(Outcome.PROBE).bytes()).isLessThan(300_000);
    assertThat(reports()).hasSize(1);
  }

  private byte[] download(String name) throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    URI uri = URI.create("tftp://127.0.0.1:" + server().address().getPort() + "/" + name);
    CommandLine commandLine =
        new CommandLine(
            Optional.of(Files.writeString(directory.resolve("empty.conf"), "")),
            Optional.empty(),
            List.of("downloads.read-timeout=2s"));
    Host host = new Host(false, false, directory, Map.of());
    try (Transports transports =
        new Transports(new SettingsLoader(host).load(commandLine).settings().downloads())) {
      transports.fetch(uri, Resume.NOTHING, incoming -> file);
    }
    return file.toByteArray();
  }
}
