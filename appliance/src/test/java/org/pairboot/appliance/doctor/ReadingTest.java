package org.pairboot.appliance.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.boot.TestImages;
import org.pairboot.appliance.doctor.Endpoint.Service;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.conf.HttpSettings.Tls;
import org.pairboot.conf.Settings;
import org.pairboot.http.tls.TlsIdentity;

/** Reading from a server by the protocols that the settings switch on. */
class ReadingTest {
  private static final InetAddress OWN = InetAddress.getLoopbackAddress();

  @TempDir private Path directory;
  private Path dataDir;
  private ImageStore store;

  @BeforeEach
  void publish() throws Exception {
    dataDir = directory.resolve("data");
    store = ImageStore.open(dataDir, new ImageStore.Options(Duration.ZERO, "test"));
    TestImages.publish(store, "demo", "1.0", "x86_64", false);
  }

  @Test
  void aServerThatIsStartedForItIsReadFrom() throws Exception {
    List<Finding> findings = trial(settings());

    assertThat(Lab.bad(findings)).isEmpty();
    assertThat(findings).hasSize(3);
    assertThat(findings.getLast().what()).contains("came over HTTP, and HEAD agrees");
  }

  @Test
  void overHttpsToo() throws Exception {
    Settings settings = settings("http.tls.enabled=true");
    make(settings.http().tls());

    List<Finding> findings = trial(settings);

    assertThat(Lab.bad(findings)).isEmpty();
    assertThat(findings)
        .hasSize(6)
        .extracting(Finding::what)
        .contains("shows the certificate in " + settings.http().tls().certificate());
    assertThat(findings.getLast().what()).contains("came over HTTPS, and HEAD agrees");
  }

  @Test
  void aCertificateThatIsNotThereIsNotMade() throws Exception {
    Settings settings = settings("http.tls.enabled=true");

    assertThat(trial(settings)).hasSize(3);
    assertThat(settings.http().tls().certificate()).doesNotExist();
  }

  @Test
  void whoMayNotReadByTftpDoesNotTry() throws Exception {
    assertThat(trial(settings("tftp.access=deny")))
        .extracting(Finding::where)
        .noneMatch(where -> where.startsWith("TFTP"));
  }

  @Test
  void whereNothingAnswersNothingComes() throws Exception {
    InetSocketAddress nobody = new InetSocketAddress(OWN, 1);
    List<Endpoint> silent =
        List.of(new Endpoint(Service.HTTP, nobody), new Endpoint(Service.HTTPS, nobody));

    assertThat(
            new FetchCheck(
                    new Served("nobody", silent),
                    Optional.of(nobody),
                    store.snapshot(),
                    certificate(settings()))
                .run())
        .extracting(Finding::level)
        .containsExactly(
            Finding.Level.PROBLEM,
            Finding.Level.PROBLEM,
            Finding.Level.PROBLEM,
            Finding.Level.PROBLEM,
            Finding.Level.WARNING);
  }

  @Test
  void anotherCertificateThanInTheFilesIsSaidWithItsFaults() throws Exception {
    Tls files = settings("http.tls.enabled=true").http().tls();
    Tls others = Lab.settings(directory.resolve("other"), "http.tls.enabled=true").http().tls();
    make(files);
    X509Certificate shown = make(others);
    InstantSource later =
        InstantSource.fixed(shown.getNotAfter().toInstant().plus(Duration.ofDays(1)));

    List<Finding> findings =
        new ShownCertificate(
                files, new CertificateReview(List.of(InetAddress.ofLiteral("203.0.113.77")), later))
            .compare(shown, "HTTPS");

    assertThat(findings)
        .extracting(Finding::what)
        .satisfiesExactly(
            other -> assertThat(other).startsWith("shows another certificate than "),
            expired -> assertThat(expired).startsWith("has expired on "),
            name -> assertThat(name).startsWith("not made for 203.0.113.77"));
  }

  private Settings settings(String... overrides) throws Exception {
    return Lab.settings(dataDir, overrides);
  }

  private List<Finding> trial(Settings settings) throws IOException {
    return new Trial(settings, store, certificate(settings)).run();
  }

  private static ShownCertificate certificate(Settings settings) {
    return new ShownCertificate(
        settings.http().tls(), new CertificateReview(List.of(OWN), InstantSource.system()));
  }

  private static X509Certificate make(Tls tls) throws IOException {
    TlsIdentity.load(tls).close();
    return TlsIdentity.stored(tls).getFirst();
  }
}
