package org.pairboot.http.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.conf.HttpSettings.Tls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate in the files that the settings name, kept up to date by {@link #refresh}.
 * Thread-safe.
 */
final class CurrentCertificate {
  private static final Logger LOG = LoggerFactory.getLogger(CurrentCertificate.class);

  /** Before the end of a self-signed certificate, to have time to tell the new one. */
  private static final Duration RENEWAL = Duration.ofDays(30);

  private static final Duration RENEWAL_RETRY = Duration.ofHours(1);

  private final Tls settings;
  private final InstantSource clock;
  private List<FileState> used;
  private List<FileState> looked;
  private Instant nextRenewal = Instant.MIN;
  private volatile ServerCertificate current;

  private CurrentCertificate(Tls settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** What tells that a file was exchanged or written. */
  private record FileState(FileTime modified, long size) {
    private static final FileState ABSENT = new FileState(FileTime.fromMillis(0), -1);

    static FileState of(Path file) {
      try {
        return new FileState(Files.getLastModifiedTime(file), Files.size(file));
      } catch (IOException e) {
        return ABSENT;
      }
    }
  }

  /**
   * Reads the certificate. One that is self-signed is made when it is not there, or at its end.
   *
   * @throws IOException when it cannot be used; the message names the file and the remedy
   */
  static CurrentCertificate load(Tls settings, InstantSource clock) throws IOException {
    CurrentCertificate certificate = new CurrentCertificate(settings, clock);
    certificate.loadFirst();
    return certificate;
  }

  private void loadFirst() throws IOException {
    if (settings.selfSigned()
        && !Files.exists(settings.certificate())
        && !Files.exists(settings.key())) {
      renew();
    }
    used = look();
    looked = used;
    try {
      use(PemFiles.read(settings.certificate(), settings.key()));
    } catch (NoSuchFileException e) {
      throw new IOException(
          e.getFile() + ": no such file; see the settings http.tls.certificate and http.tls.key",
          e);
    }
    renewIfDue();
  }

  ServerCertificate get() {
    return current;
  }

  /**
   * Reads files that have changed, once they stay as they are from one call to the next:
   * certificate and key are two files, of which one is written first. What cannot be used is told
   * once, and changes nothing.
   */
  synchronized void refresh() {
    List<FileState> now = look();
    if (now.equals(looked) && !now.equals(used)) {
      used = now;
      reload();
    }
    looked = now;
    try {
      renewIfDue();
    } catch (IOException e) {
      LOG.warn("cannot renew the certificate of HTTPS: {}", e.getMessage());
    }
  }

  private void reload() {
    try {
      use(PemFiles.read(settings.certificate(), settings.key()));
    } catch (IOException e) {
      String reason =
          e instanceof NoSuchFileException ? e.getMessage() + ": no such file" : e.getMessage();
      LOG.warn("HTTPS goes on with the certificate that it has; the new one: {}", reason);
    }
  }

  private void renewIfDue() throws IOException {
    Instant now = clock.instant();
    if (settings.selfSigned()
        && now.isAfter(current.expiry().minus(RENEWAL))
        && now.isAfter(nextRenewal)) {
      nextRenewal = now.plus(RENEWAL_RETRY);
      LOG.warn(
          "the certificate of HTTPS ends at {}; who has pinned it needs the new one",
          current.expiry());
      renew();
      used = look();
      looked = used;
      use(PemFiles.read(settings.certificate(), settings.key()));
    }
  }

  private void renew() throws IOException {
    ServerCertificate made = SelfSigned.create(HostNames.ofThisMachine(), clock.instant());
    SelfSigned.write(made, settings.certificate(), settings.key());
    LOG.info("made a self-signed certificate for HTTPS: {}", settings.certificate());
  }

  private List<FileState> look() {
    return List.of(FileState.of(settings.certificate()), FileState.of(settings.key()));
  }

  private void use(ServerCertificate certificate) {
    current = certificate;
    Instant expiry = certificate.expiry();
    LOG.info(
        "HTTPS certificate {} of {}, valid until {}, sha256 {}",
        settings.certificate(),
        certificate.leaf().getSubjectX500Principal(),
        expiry,
        fingerprint(certificate));
    if (expiry.isBefore(clock.instant())) {
      LOG.warn("{} has expired; clients will refuse it", settings.certificate());
    }
  }

  /** As {@code openssl x509 -fingerprint -sha256} writes it, for people to compare. */
  private static String fingerprint(ServerCertificate certificate) {
    try {
      byte[] digest = Sha256.newDigest().digest(certificate.leaf().getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was decoded encodes", e);
    }
  }
}
