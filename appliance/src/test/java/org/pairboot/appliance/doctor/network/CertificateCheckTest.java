package org.pairboot.appliance.doctor.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.doctor.Lab;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.conf.HttpSettings.Tls;
import org.pairboot.http.tls.TlsIdentity;

class CertificateCheckTest {
  private static final InetAddress OWN = InetAddress.ofLiteral("127.0.0.1");

  @TempDir private Path directory;

  @Test
  void notesACertificateThatWillBeMade() throws Exception {
    assertThat(Lab.notOk(check(selfSigned(), OWN, Instant.now())))
        .containsExactly(
            "note "
                + selfSigned().certificate()
                + ": made when the server starts for the first time");
  }

  @Test
  void acceptsACertificateForTheAddresses() throws Exception {
    make();

    assertThat(Lab.notOk(check(selfSigned(), OWN, Instant.now()))).isEmpty();
    assertThat(Lab.notOk(check(selfSigned(), InetAddress.ofLiteral("::1"), Instant.now())))
        .isEmpty();
  }

  @Test
  void namesAnAddressThatTheCertificateLacks() throws Exception {
    make();

    assertThat(check(selfSigned(), InetAddress.ofLiteral("203.0.113.77"), Instant.now()))
        .anySatisfy(finding -> {
          assertThat(finding.level()).isEqualTo(Finding.Level.WARNING);
          assertThat(finding.what()).contains("not valid for 203.0.113.77");
          assertThat(finding.remedy()).contains("delete it and its key");
        });
  }

  @Test
  void reportsExpiryBeforeAndAfter() throws Exception {
    make();
    Instant end = TlsIdentity.stored(selfSigned()).getFirst().getNotAfter().toInstant();
    Tls fromFiles =
        new Tls(
            true, null, Optional.empty(), selfSigned().certificate(), selfSigned().key(), false);

    assertThat(Lab.notOk(check(fromFiles, OWN, end.minus(Duration.ofDays(2)))))
        .first()
        .asString()
        .startsWith("warning")
        .contains("expires on");
    assertThat(Lab.notOk(check(fromFiles, OWN, end.plusSeconds(60))))
        .singleElement()
        .asString()
        .startsWith("problem")
        .contains("expired on");
  }

  @Test
  void notesAnUntrustedAuthority() throws Exception {
    make();
    Tls fromFiles =
        new Tls(
            true, null, Optional.empty(), selfSigned().certificate(), selfSigned().key(), false);

    assertThat(Lab.notOk(check(fromFiles, OWN, Instant.now())))
        .singleElement()
        .asString()
        .startsWith("note " + selfSigned().certificate() + ": issued by CN=")
        .endsWith(", an authority that this host does not trust");
  }

  @Test
  void reportsUnusableFilesAsAProblem() throws Exception {
    Path certificate = Files.writeString(directory.resolve("c.pem"), "no certificate");
    Tls broken =
        new Tls(true, null, Optional.empty(), certificate, directory.resolve("absent.pem"), false);

    assertThat(Lab.notOk(check(broken, OWN, Instant.now())))
        .singleElement()
        .asString()
        .startsWith("problem http.tls: " + certificate + ": contains no certificate");
  }

  private void make() throws Exception {
    TlsIdentity.load(selfSigned()).close();
  }

  private Tls selfSigned() throws Exception {
    return Lab.settings(directory, "http.tls.enabled=true").http().tls();
  }

  private static List<Finding> check(Tls tls, InetAddress address, Instant now) {
    return new CertificateCheck(
            tls, new CertificateReview(List.of(address), InstantSource.fixed(now)))
        .run();
  }
}
