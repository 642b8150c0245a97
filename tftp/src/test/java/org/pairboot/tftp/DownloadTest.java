package org.pairboot.tftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.fetch.transport.Transport.Resume;
import org.pairboot.artifacts.fetch.transport.Transports;
import org.pairboot.conf.Host;
import org.pairboot.conf.SettingsLoader;
import org.pairboot.conf.SettingsLoader.CommandLine;

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
