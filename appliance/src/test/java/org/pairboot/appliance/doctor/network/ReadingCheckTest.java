package org.pairboot.appliance.doctor.network;

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
import org.pairboot.appliance.doctor.Lab;
import org.pairboot.appliance.doctor.network.Endpoint.Service;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.conf.HttpSettings.Tls;
import org.pairboot.conf.Settings;
import org.pairboot.http.tls.TlsIdentity;

/** Reads from a server by the protocols that the settings enable. */
class ReadingCheckTest {
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
  void readsFromATemporaryServer() throws Exception {
    List<Finding> findings = read(settings());

    assertThat(Lab.notOk(findings)).isEmpty();
    assertThat(findings).hasSize(3);
    assertThat(findings.getLast().what()).contains("over HTTP equal the store's, and HEAD agrees");
  }

  @Test
  void readsFromAServerThatAnswersFromTheSamePort() throws Exception {
    List<Finding> findings = read(settings("tftp.port-mode=single"));

    assertThat(Lab.notOk(findings)).isEmpty();
    assertThat(findings.getFirst().what()).startsWith("received boot.ipxe");
  }

  @Test
  void readsOverHttps() throws Exception {
    Settings settings = settings("http.tls.enabled=true");
    make(settings.http().tls());

    List<Finding> findings = read(settings);

    assertThat(Lab.notOk(findings)).isEmpty();
    assertThat(findings)
        .hasSize(6)
        .extracting(Finding::what)
        .contains("presents the certificate in " + settings.http().tls().certificate());
    assertThat(findings.getLast().what()).contains("over HTTPS equal the store's, and HEAD agrees");
  }

  @Test
  void doesNotMakeAMissingCertificate() throws Exception {
    Settings settings = settings("http.tls.enabled=true");

    assertThat(read(settings)).hasSize(3);
    assertThat(settings.http().tls().certificate()).doesNotExist();
  }

  @Test
  void doesNotReadByTftpWhenThisHostIsDenied() throws Exception {
    assertThat(read(settings("tftp.access=deny")))
        .extracting(Finding::where)
        .noneMatch(where -> where.startsWith("TFTP"));
  }

  @Test
  void reportsWhenNothingAnswers() throws Exception {
    InetSocketAddress nobody = new InetSocketAddress(OWN, 1);
    List<Endpoint> silent =
        List.of(new Endpoint(Service.HTTP, nobody), new Endpoint(Service.HTTPS, nobody));

    assertThat(
            new ReadingCheck(
                    "nobody",
                    silent,
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
  void warnsOfAnotherCertificateThanInTheFilesWithItsFaults() throws Exception {
    Tls files = settings("http.tls.enabled=true").http().tls();
    Tls others = Lab.settings(directory.resolve("other"), "http.tls.enabled=true").http().tls();
    make(files);
    X509Certificate presented = make(others);
    InstantSource later =
        InstantSource.fixed(presented.getNotAfter().toInstant().plus(Duration.ofDays(1)));

    List<Finding> findings =
        new CertificateCheck(
                files, new CertificateReview(List.of(InetAddress.ofLiteral("203.0.113.77")), later))
            .compare(presented, "HTTPS");

    assertThat(findings)
        .extracting(Finding::what)
        .satisfiesExactly(
            other -> assertThat(other).startsWith("presents the certificate of "),
            expired -> assertThat(expired).startsWith("expired on "),
            name -> assertThat(name).startsWith("not valid for 203.0.113.77"));
  }

  private Settings settings(String... overrides) throws Exception {
    return Lab.settings(dataDir, overrides);
  }

  private List<Finding> read(Settings settings) throws IOException {
    return new TemporaryServerCheck(settings, store, certificate(settings)).run();
  }

  private static CertificateCheck certificate(Settings settings) {
    return new CertificateCheck(
        settings.http().tls(), new CertificateReview(List.of(OWN), InstantSource.system()));
  }

  private static X509Certificate make(Tls tls) throws IOException {
    TlsIdentity.load(tls).close();
    return TlsIdentity.stored(tls).getFirst();
  }
}
