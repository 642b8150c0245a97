package org.pairboot.artifacts.fetch.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.fetch.transport.Transports.Timeouts;
import org.pairboot.conf.ProxySettings;

class TrustedAuthoritiesTest {
  private static final String PASSWORD = "changeit";

  @TempDir Path temp;

  @Test
  void serverOfAnotherAuthorityIsTrustedOnlyWhereTheSettingNamesIt() throws Exception {
    Path keys = temp.resolve("keys.p12");
    Path certificate = temp.resolve("certificate.pem");
    String line = "-genkeypair -keyalg EC -dname CN=lab -ext SAN=IP:127.0.0.1 -alias lab -keystore";
    keytool(Stream.concat(Stream.of(line.split(" ")), Stream.of(keys.toString())));
    keytool(
        Stream.of(
            "-exportcert",
            "-rfc",
            "-alias",
            "lab",
            "-keystore",
            keys.toString(),
            "-file",
            certificate.toString()));
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().write("hello".getBytes());
          exchange.close();
        });
    server.start();
    try {
      URI file = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/file");
      assertThat(fetch(file, List.of(certificate))).isEqualTo("hello");
      assertThatThrownBy(() -> fetch(file, List.of()))
          .isInstanceOf(TransferException.class)
          .hasMessageContaining("certificate is not trusted")
          .hasMessageNotContaining("Exception")
          .hasMessageEndingWith("add its certificate to downloads.authorities");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void authoritiesThatJavaKnowsStayTrusted() throws Exception {
    Path keys = temp.resolve("keys.p12");
    Path certificate = temp.resolve("certificate.pem");
    keytool(
        Stream.of(
            "-genkeypair", "-keyalg", "EC", "-dname", "CN=lab", "-keystore", keys.toString()));
    keytool(
        Stream.of(
            "-exportcert", "-rfc", "-keystore", keys.toString(), "-file", certificate.toString()));
    assertThat(TrustedAuthorities.known()).isNotEmpty();
    assertThat(TrustedAuthorities.certificates(List.of(certificate)))
        .containsAll(TrustedAuthorities.known())
        .hasSize(TrustedAuthorities.known().size() + 1);
  }

  @Test
  void fileThatCannotBeUsedIsNamedWithItsSetting() throws Exception {
    Path missing = temp.resolve("missing.pem");
    Path empty = Files.createFile(temp.resolve("empty.pem"));
    Path noise = Files.writeString(temp.resolve("noise.pem"), "-----BEGIN CERTIFICATE-----\n?");
    assertThatThrownBy(() -> TrustedAuthorities.with(List.of(missing)))
        .isInstanceOf(TransferException.class)
        .hasMessage("downloads.authorities: " + missing + " does not exist");
    assertThatThrownBy(() -> TrustedAuthorities.with(List.of(empty)))
        .hasMessage("downloads.authorities: " + empty + " contains no certificate");
    assertThatThrownBy(() -> TrustedAuthorities.with(List.of(noise)))
        .hasMessage("downloads.authorities: " + noise + " is not a PEM file with certificates");
  }

  private static String fetch(URI file, List<Path> authorities) throws TransferException {
    Timeouts timeouts = new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (HttpTransport transport =
        new HttpTransport(ProxySettings.NONE, TrustedAuthorities.with(authorities), timeouts, 0)) {
      transport.fetch(file, Transport.Resume.NOTHING, incoming -> out);
    }
    return out.toString();
  }

  private static SSLContext context(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(Stream<String> options) throws Exception {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> line =
        Stream.concat(Stream.concat(Stream.of(tool), options), Stream.of("-storepass", PASSWORD))
            .toList();
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      String text = new String(output.readAllBytes());
      assertThat(process.waitFor()).as(text).isZero();
    }
  }
}
