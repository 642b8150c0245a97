package org.pairboot.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Concatenation;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.FileContent;
import org.pairboot.conf.HttpSettings.Timeouts;
import org.pairboot.http.event.ResponseReport.Outcome;
import org.pairboot.testing.SyntheticContent;

class TlsTest {
  private static final int LARGE = 24 << 20;
  private static final Duration LONG = TestSettings.LONG;

  /** Shared, because making an RSA key takes a while. */
  @TempDir private static Path identity;

  @TempDir private Path directory;
  private TestServer server;
  private HttpClient client;

  @BeforeEach
  void start() throws Exception {
    server =
        new TestServer(TestSettings.loopback().withOwnCertificate(identity))
            .with("small", BytesContent.of("small"))
            .with("large", file("large"));
    client = clientThatTrusts(identity.resolve("certificate.pem"));
  }

  private Content file(String name) throws IOException {
    Path path = Files.write(directory.resolve(name), SyntheticContent.bytes(0, LARGE));
    return new FileContent(path, LARGE, new SyntheticContent(0).identity());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static HttpClient clientThatTrusts(Path certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null);
    try (InputStream pem = Files.newInputStream(certificate)) {
      trusted.setCertificateEntry(
          "pinned", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private HttpRequest.Builder request(String host, String name) {
    int port = server.server().tlsAddress().orElseThrow().getPort();
    return HttpRequest.newBuilder(URI.create("https://" + host + ":" + port + "/" + name));
  }

  private byte[] get(String name) throws Exception {
    return client.send(request("localhost", name).build(), BodyHandlers.ofByteArray()).body();
  }

  @Test
  void servesClientsThatPinnedTheCertificate() throws Exception {
    for (String host : List.of("localhost", "127.0.0.1")) {
      var answer = client.send(request(host, "small").build(), BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("small");
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
    assertThat(server.ask("GET /small HTTP/1.1", "Host: x").text()).isEqualTo("small");
    assertThat(server.nextReport().outcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void isNotTrustedWithoutPinning() {
    try (HttpClient other = HttpClient.newHttpClient()) {
      assertThatThrownBy(
              () -> other.send(request("localhost", "small").build(), BodyHandlers.ofString()))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void servesLargeFilesCompletely() throws Exception {
    assertThat(Arrays.equals(get("large"), SyntheticContent.bytes(0, LARGE))).isTrue();
    assertThat(server.nextReport().bytesSent()).isEqualTo(LARGE);
  }

  @Test
  void servesRangesFromMemoryAndAcrossPartBoundaries() throws Exception {
    Content parts =
        new Concatenation(
            List.of(file("part"), new SyntheticContent(LARGE), BytesContent.of("end")));
    server.with("parts", parts);
    HttpRequest range =
        request("localhost", "parts")
            .header("Range", "bytes=" + (LARGE - 70_000) + "-" + (LARGE + 69_999))
            .build();

    var answer = client.send(range, BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(Arrays.copyOf(answer.body(), 70_000))
        .isEqualTo(SyntheticContent.bytes(LARGE - 70_000, 70_000));
    assertThat(Arrays.copyOfRange(answer.body(), 70_000, 140_000))
        .isEqualTo(SyntheticContent.bytes(0, 70_000));
    assertThat(get("parts"))
        .hasSize(2 * LARGE + 3)
        .endsWith("end".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void sendsTheSameHeadsAsPlainHttp() throws Exception {
    HttpRequest head =
        request("localhost", "large").method("HEAD", HttpRequest.BodyPublishers.noBody()).build();
    var answer = client.send(head, BodyHandlers.discarding());

    var plain = server.ask("HEAD /large HTTP/1.1", "Host: x");
    for (String name : List.of("Content-Length", "ETag", "Repr-Digest", "Cache-Control")) {
      assertThat(answer.headers().firstValue(name)).as(name).isEqualTo(plain.header(name));
    }
  }

  @Test
  void resetsTheConnectionWhenAFileShrinks() throws Exception {
    Path path = directory.resolve("shrinks");
    server.with("shrinks", file("shrinks"));
    try (var body =
        client.send(request("localhost", "shrinks").build(), BodyHandlers.ofInputStream()).body()) {
      body.readNBytes(1000);
      Files.newByteChannel(path, StandardOpenOption.WRITE).truncate(1 << 20).close();

      assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
    }
    assertThat(server.nextReport().outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void closesConnectionsWithoutACompleteHandshake() throws Exception {
    server.close();
    Timeouts timeouts = new Timeouts(Duration.ofMillis(300), LONG, LONG);
    server = new TestServer(TestSettings.loopback().with(timeouts).withOwnCertificate(identity));
    int port = server.server().tlsAddress().orElseThrow().getPort();
    for (byte[] start :
        new byte[][] {
          {}, {22}, {22, 3, 1, 2, 0, 1, 0, 1}, "GET / ".getBytes(StandardCharsets.US_ASCII)
        }) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(start);
        assertThat(drain(socket)).as("closed").isTrue();
      }
    }
  }

  @Test
  void keepsAConnectionThatRestsAfterTheHandshake() throws Exception {
    server.close();
    Timeouts timeouts = new Timeouts(Duration.ofMillis(300), LONG, LONG);
    server =
        new TestServer(TestSettings.loopback().with(timeouts).withOwnCertificate(identity))
            .with("small", BytesContent.of("small"));
    int port = server.server().tlsAddress().orElseThrow().getPort();
    try (SSLSocket resting =
            (SSLSocket) client.sslContext().getSocketFactory().createSocket("localhost", port);
        Socket late = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      resting.startHandshake();
      // Closed when a handshake that began before it would have been.
      late.getOutputStream().write("GET /".getBytes(StandardCharsets.US_ASCII));
      assertThat(drain(late)).isTrue();

      resting
          .getOutputStream()
          .write(
              "GET /small HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(resting.getInputStream().readAllBytes()).asString().endsWith("small");
    }
  }

  private static boolean drain(Socket socket) {
    try {
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void letsARunningResponseFinishOnStop() throws Exception {
    try (var body =
        client.send(request("localhost", "large").build(), BodyHandlers.ofInputStream()).body()) {
      body.readNBytes(1);
      Thread stop = Thread.ofVirtual().start(() -> server.server().stop(LONG));
      assertThat(body.readAllBytes()).hasSize(LARGE - 1);
      stop.join();
    }
    assertThat(server.nextReport().outcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void failsToStartAndNamesAnUnusableCertificate() {
    Path missing = directory.resolve("none.pem");
    TestSettings settings = TestSettings.loopback().withTls(missing, missing, false);
    assertThatThrownBy(() -> new TestServer(settings))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(missing.toString());
  }
}
