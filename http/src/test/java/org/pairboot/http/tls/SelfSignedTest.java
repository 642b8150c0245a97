package org.pairboot.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedTest {
  /** RFC 5280, section 4.2.1.6. */
  private static final int DNS_NAME = 2;

  private static final int IP_ADDRESS = 7;

  @TempDir private Path directory;

  @Test
  void containsAllNamesOfThisMachine() throws Exception {
    X509Certificate leaf = Certificates.one().leaf();

    assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=bench");
    assertThat(leaf.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(
            List.of(DNS_NAME, "bench"),
            List.of(DNS_NAME, "localhost"),
            List.of(IP_ADDRESS, "127.0.0.1"),
            List.of(IP_ADDRESS, "fd00:0:0:0:0:0:0:1"));
    leaf.verify(leaf.getPublicKey());
    assertThat(leaf.getBasicConstraints()).as("no certificate authority").isEqualTo(-1);
  }

  @Test
  void isValidForYearsAndForLateClocks() {
    X509Certificate leaf = Certificates.one().leaf();

    assertThat(leaf.getNotBefore()).isBefore(Certificates.NOW.minus(Duration.ofDays(1)));
    assertThat(leaf.getNotAfter()).isAfter(Certificates.NOW.plus(Duration.ofDays(3000)));
  }

  @Test
  void listsTheAddressesOfThisMachine() {
    SelfSigned.HostNames host = SelfSigned.HostNames.ofThisMachine();

    assertThat(host.addresses()).contains("127.0.0.1").noneMatch(each -> each.contains("%"));
    assertThat(host.names()).contains("localhost").doesNotHaveDuplicates();
  }

  @Test
  void isReadBackUnchangedAndProtectsItsKey() throws Exception {
    Path certificate = directory.resolve("tls/certificate.pem");
    Path key = directory.resolve("tls/key.pem");

    SelfSigned.write(Certificates.one(), certificate, key);

    assertThat(ServerCertificate.read(certificate, key)).isEqualTo(Certificates.one());
    assertThat(Files.getPosixFilePermissions(key))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (var files = Files.list(directory.resolve("tls"))) {
      assertThat(files).containsExactlyInAnyOrder(certificate, key);
    }
  }
}
