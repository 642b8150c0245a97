package org.pairboot.it.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.it.lab.Certificates;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.ForwardProxy;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.Tools;
import org.pairboot.it.lab.WebServer;

/** Imports over HTTPS through a proxy that requires a password. */
class ProxyIT {
  private static final String PASSWORD = "s3cret";

  @TempDir private Path directory;

  private TestImage image;
  private WebServer server;
  private ForwardProxy proxy;
  private String trust;
  private Cli cli;

  @BeforeEach
  void start() {
    Tools.need("nginx:nginx-light", "openssl:openssl", "tinyproxy:tinyproxy-bin");
    image = TestImage.write(directory.resolve("published"), "1", 100_000);
    Certificates certificates = Certificates.make(directory, "127.0.0.1");
    trust = "downloads.authorities=[\"" + certificates.authority() + "\"]";
    server =
        WebServer.https(directory.resolve("published"), directory.resolve("nginx"), certificates);
    proxy = ForwardProxy.start(directory.resolve("tinyproxy"), "me", PASSWORD);
    cli = new Cli(directory.resolve("data"));
  }

  @AfterEach
  void stop() {
    if (proxy != null) {
      proxy.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void tunnelsThroughAProxyWithThePassword() {
    Command.Result result = fetch(List.of("https_proxy=" + proxyUrl(PASSWORD))).succeeded();

    assertThat(result.err()).doesNotContain(PASSWORD);
    assertThat(proxy.requests())
        .isNotEmpty()
        .containsOnly("CONNECT " + URI.create(server.url("")).getAuthority() + " HTTP/1.1");
    assertThat(server.requests()).contains("/rootfs.img 200 -");
    cli.run("verify", "demo").succeeded();
  }

  @ParameterizedTest
  @CsvSource({
    "no_proxy=127.0.0.0/8, downloads.proxy=auto",
    "no_proxy=elsewhere.example, downloads.proxy=none",
    "no_proxy=elsewhere.example, downloads.no-proxy=[127.0.0.1]",
  })
  void bypassesTheProxyForExceptions(String variable, String setting) {
    fetch(List.of("https_proxy=" + proxyUrl(PASSWORD), variable), "--set", setting).succeeded();

    assertThat(proxy.requests()).isEmpty();
    assertThat(server.requests()).contains("/rootfs.img 200 -");
  }

  @Test
  void rejectsAnUnknownAuthorityAndNamesTheSetting() {
    trust = "downloads.authorities=[]";
    Command.Result result = fetch(List.of()).exited(1);

    assertThat(result.err())
        .contains(server.url("rootfs.img"), "is not trusted", "downloads.authorities")
        .doesNotContain("Exception", "trying again")
        .hasLineCount(1);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void reportsAWrongPasswordWithoutRetrying() {
    Command.Result result = fetch(List.of("https_proxy=" + proxyUrl("wr0ng"))).exited(1);

    assertThat(result.err())
        .contains(server.url("rootfs.img"), "the proxy rejected the user name or password")
        .doesNotContain("wr0ng", "Exception", "trying again")
        .hasLineCount(1);
    assertThat(server.requests()).isEmpty();
  }

  private String proxyUrl(String password) {
    return "http://me:" + password + "@" + proxy.address();
  }

  private Command.Result fetch(List<String> environment, String... options) {
    Cli withProxy = cli.within(envLine(environment));
    String[] files = {
      "demo",
      "--kernel",
      image.kernel().toString(),
      "--initramfs",
      image.initramfs().toString(),
      "--rootfs",
      server.url("rootfs.img"),
      "--set",
      trust
    };
    return withProxy.run(
        "import", Stream.of(files, options).flatMap(Arrays::stream).toArray(String[]::new));
  }

  private String[] envLine(List<String> environment) {
    return Stream.concat(Stream.of("env"), environment.stream()).toArray(String[]::new);
  }
}
