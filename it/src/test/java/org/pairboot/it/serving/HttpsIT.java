package org.pairboot.it.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.Tools;

/** HTTPS with the server's own certificate, and with certificates that OpenSSL made. */
class HttpsIT {
  private static final int SIZE = 20_000_001;
  private static final String PART = "images/demo/1/part.img";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** curl's exit code for an untrusted certificate. */
  private static final int NOT_TRUSTED = 60;

  @TempDir private Path directory;
  private SeededFile part;
  private PairbootServer server;

  @BeforeEach
  void importImage() {
    Tools.need("curl:curl", "openssl:openssl");
    part = SeededFile.write(directory.resolve("part.img"), SIZE);
    new Cli(directory.resolve("data"))
        .importImage(
            "demo",
            TestImage.write(directory.resolve("image"), "1", 70_000)
                .withExtras(List.of(part.path())));
  }

  private void serve(String... settings) {
    List<String> all =
        new ArrayList<>(List.of("http.tls.enabled=true", "http.tls.listen=127.0.0.1:0"));
    all.addAll(List.of(settings));
    server = PairbootServer.serve(directory.resolve("data"), all.toArray(String[]::new));
  }

  private void serveWithFiles() {
    serve("http.tls.certificate=" + certificate(), "http.tls.key=" + key());
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private Path certificate() {
    return directory.resolve("server.crt");
  }

  private Path key() {
    return directory.resolve("server.key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2", "1.3"})
  void servesWithItsOwnCertificateThatCurlPinsByFile(String version) {
    serve();
    Path own = directory.resolve("data/tls/certificate.pem");
    Path target = directory.resolve("target");

    fetch(own, "--tls-max", version, "--output", target.toString()).succeeded();

    assertThat(SeededFile.sha256(target)).isEqualTo(part.sha256());
    assertThat(server.log()).contains(fingerprint(own));
    curl("--output", "/dev/null", server.https(PART).toString()).exited(NOT_TRUSTED);
  }

  @Test
  void refusesToRenegotiate() throws Exception {
    serve();
    URI place = server.https(PART);
    SSLSocketFactory sockets =
        trusting(directory.resolve("data/tls/certificate.pem")).getSocketFactory();
    try (SSLSocket socket = (SSLSocket) sockets.createSocket("127.0.0.1", place.getPort())) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.startHandshake();

      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                socket.getInputStream().read();
              })
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("handshake_failure");
    }
  }

  private static SSLContext trusting(Path certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null);
    try (InputStream pem = Files.newInputStream(certificate)) {
      trusted.setCertificateEntry(
          "own", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void servesWgetWithItsOwnCertificate() {
    Tools.need("wget:wget");
    serve();
    Path target = directory.resolve("target");

    Command.run(
            List.of(
                "wget",
                "-q",
                "--ca-certificate=" + directory.resolve("data/tls/certificate.pem"),
                "-O",
                target.toString(),
                server.https(PART).toString()))
        .succeeded();

    assertThat(SeededFile.sha256(target)).isEqualTo(part.sha256());
  }

  @Test
  void keepsItsOwnCertificateAcrossARestart() {
    serve();
    Path own = directory.resolve("data/tls/certificate.pem");
    String first = fingerprint(own);
    server.close();
    serve();
    assertThat(fingerprint(own)).isEqualTo(first);
    fetch(own, "--output", "/dev/null").succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa:2048", "ec -pkeyopt ec_paramgen_curve:P-256", "ed25519"})
  void servesWithCertificatesFromOpenssl(String newKey) {
    make("one", newKey);
    install("one");
    serveWithFiles();
    fetch(directory.resolve("one.crt"), "--output", "/dev/null").succeeded();
  }

  @Test
  void installsANewCertificateUnderLoad() throws Exception {
    make("one", "rsa:2048");
    make("two", "ec -pkeyopt ec_paramgen_curve:P-256");
    install("one");
    serveWithFiles();
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> slow = clients.submit(slowDownload());
      List<Future<Integer>> busy = List.of(clients.submit(busy(done)), clients.submit(busy(done)));

      install("two");
      Path two = directory.resolve("two.crt");
      await().atMost(LIMIT).until(() -> fetch(two, "--head").exitCode() == 0);
      fetch(directory.resolve("one.crt"), "--head").exited(NOT_TRUSTED);

      assertThat(slow.get())
          .as("download that started with the old certificate")
          .isEqualTo(part.sha256());
      done.set(true);
      for (Future<Integer> client : busy) {
        assertThat(client.get()).isPositive();
      }
    }
  }

  private Callable<String> slowDownload() {
    Path target = directory.resolve("slow");
    return () -> {
      curl("-k", "--limit-rate", "8M", "--output", target.toString(), server.https(PART) + "")
          .succeeded();
      return SeededFile.sha256(target);
    };
  }

  /** Sends requests, all of which must succeed; returns their number. */
  private Callable<Integer> busy(AtomicBoolean done) {
    return () -> {
      int count = 0;
      do {
        curl("-k", "--head", server.https(PART).toString()).succeeded();
        count++;
      } while (!done.get());
      return count;
    };
  }

  @Test
  void reportsAnUnusableNewCertificateAndKeepsTheOldOne() throws IOException {
    make("one", "rsa:2048");
    install("one");
    serveWithFiles();

    Files.writeString(certificate(), "nothing of use");
    await()
        .atMost(LIMIT)
        .until(() -> server.log().contains("keeping the current HTTPS certificate"));

    assertThat(server.log()).contains(certificate() + ": contains no certificate");
    fetch(directory.resolve("one.crt"), "--head").succeeded();
  }

  @Test
  void reportsAnUnusableCertificateAtStartInOneMessage() throws IOException {
    make("one", "rsa:2048");
    make("two", "rsa:2048");
    install("one");
    Files.copy(directory.resolve("two.key"), key(), StandardCopyOption.REPLACE_EXISTING);

    Command.Result result =
        new Cli(directory.resolve("data"))
            .run(
                "serve",
                "--set",
                "tftp.listen=127.0.0.1:0",
                "--set",
                "http.listen=127.0.0.1:0",
                "--set",
                "http.tls.enabled=true",
                "--set",
                "http.tls.listen=127.0.0.1:0",
                "--set",
                "http.tls.certificate=" + certificate(),
                "--set",
                "http.tls.key=" + key())
            .exited(1);

    assertThat(result.err())
        .contains(key() + ": not the key of the first certificate in " + certificate())
        .doesNotContain("\tat ");
    assertThat(result.out()).isEmpty();
  }

  private void make(String name, String newKey) {
    List<String> line = new ArrayList<>(List.of("openssl", "req", "-x509", "-newkey"));
    line.addAll(List.of(newKey.split(" ")));
    line.addAll(List.of("-nodes", "-days", "90", "-subj", "/CN=" + name));
    line.addAll(List.of("-addext", "subjectAltName=IP:127.0.0.1"));
    line.addAll(List.of("-keyout", directory.resolve(name + ".key").toString()));
    line.addAll(List.of("-out", directory.resolve(name + ".crt").toString()));
    Command.run(line).succeeded();
  }

  private void install(String name) {
    try {
      for (Path target : List.of(certificate(), key())) {
        String suffix = target.equals(key()) ? ".key" : ".crt";
        Files.copy(directory.resolve(name + suffix), target, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Command.Result fetch(Path trusted, String... options) {
    List<String> line = new ArrayList<>(List.of("--cacert", trusted.toString()));
    line.addAll(List.of(options));
    line.add(server.https(PART).toString());
    return curl(line.toArray(String[]::new));
  }

  private static Command.Result curl(String... arguments) {
    List<String> line = new ArrayList<>(List.of("curl", "-sS", "--fail"));
    line.addAll(List.of(arguments));
    return Command.run(line);
  }

  /** The fingerprint in OpenSSL's format, which people compare with the server's log. */
  private static String fingerprint(Path certificate) {
    String line =
        Command.run(
                List.of(
                    "openssl",
                    "x509",
                    "-noout",
                    "-fingerprint",
                    "-sha256",
                    "-in",
                    certificate.toString()))
            .succeeded()
            .out();
    return line.substring(line.indexOf('=') + 1).strip();
  }
}
