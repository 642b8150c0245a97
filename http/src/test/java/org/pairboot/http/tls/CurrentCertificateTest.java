package org.pairboot.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.conf.HttpSettings.Tls;

class CurrentCertificateTest {
  @TempDir private Path directory;
  private Path certificate;
  private Path key;
  private Instant now = Certificates.NOW;
  private long edits;

  @BeforeEach
  void choosePaths() {
    certificate = directory.resolve("certificate.pem");
    key = directory.resolve("key.pem");
  }

  private CurrentCertificate load(boolean selfSigned) throws IOException {
    Tls tls =
        new Tls(true, new InetSocketAddress(0), Optional.empty(), certificate, key, selfSigned);
    return CurrentCertificate.load(tls, () -> now);
  }

  /** Writes files with newer time stamps than the previous ones, however fast the test runs. */
  private void put(ServerCertificate other) throws IOException {
    SelfSigned.write(other, certificate, key);
    FileTime time = FileTime.from(now.plusSeconds(++edits));
    Files.setLastModifiedTime(certificate, time);
    Files.setLastModifiedTime(key, time);
  }

  @Test
  void isCreatedOnceWhenMissing() throws Exception {
    ServerCertificate made = load(true).get();

    assertThat(certificate).exists();
    assertThat(load(true).get()).isEqualTo(made);
  }

  @Test
  void isNotCreatedInPlaceOfConfiguredFiles() {
    assertThatThrownBy(() -> load(false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(certificate + ": no such file")
        .hasMessageContaining("http.tls.certificate");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void isCreatedAnewWhenOneOfTheTwoFilesIsMissing() throws Exception {
    ServerCertificate first = load(true).get();
    Files.delete(certificate);
    String left = Files.readString(key);

    ServerCertificate second = load(true).get();

    assertThat(second).isNotEqualTo(first);
    assertThat(ServerCertificate.read(certificate, key)).isEqualTo(second);
    assertThat(key.resolveSibling(key.getFileName() + ".old")).hasContent(left.strip());

    Files.delete(key);
    assertThat(load(true).get()).isNotEqualTo(second);
  }

  @Test
  void isRenewedBeforeItExpires() throws Exception {
    CurrentCertificate current = load(true);
    ServerCertificate first = current.get();

    now = first.expiry().minus(Duration.ofDays(31));
    current.refresh();
    assertThat(current.get()).isEqualTo(first);

    now = first.expiry().minus(Duration.ofDays(29));
    current.refresh();
    assertThat(current.get().expiry()).isAfter(now.plus(Duration.ofDays(1000)));
    assertThat(ServerCertificate.read(certificate, key)).isEqualTo(current.get());

    ServerCertificate renewed = current.get();
    current.refresh();
    assertThat(current.get()).isSameAs(renewed);
  }

  @Test
  void neverRenewsConfiguredFiles() throws Exception {
    put(Certificates.one());
    CurrentCertificate current = load(false);

    now = Certificates.one().expiry().plusSeconds(1);
    current.refresh();

    assertThat(current.get()).isEqualTo(Certificates.one());
    assertThat(ServerCertificate.read(certificate, key)).isEqualTo(Certificates.one());
  }

  @Test
  void readsChangedFilesOnceTheyAreStable() throws Exception {
    put(Certificates.one());
    CurrentCertificate current = load(false);

    put(Certificates.two());
    current.refresh();
    assertThat(current.get()).isEqualTo(Certificates.one());
    current.refresh();
    assertThat(current.get()).isEqualTo(Certificates.two());
  }

  @Test
  void keepsTheCertificateWhenTheNewOneIsUnusable() throws Exception {
    put(Certificates.one());
    CurrentCertificate current = load(false);

    for (String unusable : new String[] {"", "-----BEGIN CERTIFICATE-----\n"}) {
      Files.writeString(certificate, unusable);
      current.refresh();
      current.refresh();
      assertThat(current.get()).isEqualTo(Certificates.one());
    }
    Files.delete(certificate);
    current.refresh();
    current.refresh();
    assertThat(current.get()).isEqualTo(Certificates.one());

    put(Certificates.two());
    current.refresh();
    current.refresh();
    assertThat(current.get()).isEqualTo(Certificates.two());
  }
}
