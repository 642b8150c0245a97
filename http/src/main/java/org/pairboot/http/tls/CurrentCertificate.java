package org.pairboot.http.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
 * The certificate from the files in the settings, kept up to date by {@link #refresh}. Thread-safe.
 */
final class CurrentCertificate {
  private static final Logger LOG = LoggerFactory.getLogger(CurrentCertificate.class);

  /** Renews this long before expiry, so that clients have time to pin the new certificate. */
  private static final Duration RENEWAL = Duration.ofDays(30);

  /** The time between two attempts, so that a failure is logged only once an hour. */
  private static final Duration RENEWAL_RETRY = Duration.ofHours(1);

  private final Tls settings;
  private final InstantSource clock;
  private List<FileState> loaded;
  private List<FileState> lastSeen;
  private Instant nextRenewal = Instant.MIN;
  private volatile ServerCertificate current;

  private CurrentCertificate(Tls settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Changes when a file is written or replaced. */
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
   * Reads the certificate. Makes a self-signed one if it is missing or about to expire.
   *
   * @throws IOException when it is unusable; the message names the file and the remedy
   */
  static CurrentCertificate load(Tls settings, InstantSource clock) throws IOException {
    CurrentCertificate certificate = new CurrentCertificate(settings, clock);
    certificate.loadFirst();
    return certificate;
  }

  private void loadFirst() throws IOException {
    if (settings.selfSigned()) {
      makeIfMissing();
    }
    loaded = inspect();
    lastSeen = loaded;
    try {
      use(ServerCertificate.read(settings.certificate(), settings.key()));
    } catch (NoSuchFileException e) {
      throw new IOException(
          e.getFile() + ": no such file; see the settings http.tls.certificate and http.tls.key",
          e);
    }
    renewIfDue();
  }

  /** One of the two files is of no use without the other, but may be all that somebody has. */
  private void makeIfMissing() throws IOException {
    boolean hasCertificate = Files.exists(settings.certificate());
    boolean hasKey = Files.exists(settings.key());
    if (hasCertificate && hasKey) {
      return;
    }
    if (hasCertificate || hasKey) {
      Path left = hasCertificate ? settings.certificate() : settings.key();
      Path aside = left.resolveSibling(left.getFileName() + ".old");
      Files.move(left, aside, StandardCopyOption.REPLACE_EXISTING);
      LOG.warn(
          "{} is missing, so there will be a new HTTPS certificate, which clients that pinned the"
              + " old one need; {} is kept as {}",
          hasCertificate ? settings.key() : settings.certificate(),
          left.getFileName(),
          aside);
    }
    renew();
  }

  ServerCertificate get() {
    return current;
  }

  /**
   * Reads changed files as soon as they stay the same from one call to the next: certificate and
   * key are two files, and one is written first. Logs unusable files once and keeps the current
   * certificate.
   */
  synchronized void refresh() {
    List<FileState> now = inspect();
    if (now.equals(lastSeen) && !now.equals(loaded)) {
      loaded = now;
      reload();
    }
    lastSeen = now;
    try {
      renewIfDue();
    } catch (IOException e) {
      LOG.warn("cannot renew the HTTPS certificate: {}", e.getMessage());
    }
  }

  private void reload() {
    try {
      use(ServerCertificate.read(settings.certificate(), settings.key()));
    } catch (IOException e) {
      String reason =
          e instanceof NoSuchFileException ? e.getMessage() + ": no such file" : e.getMessage();
      LOG.warn("keeping the current HTTPS certificate; the new one was rejected: {}", reason);
    }
  }

  private void renewIfDue() throws IOException {
    Instant now = clock.instant();
    if (settings.selfSigned()
        && now.isAfter(current.expiry().minus(RENEWAL))
        && now.isAfter(nextRenewal)) {
      nextRenewal = now.plus(RENEWAL_RETRY);
      LOG.warn(
          "the HTTPS certificate expires at {}; clients that pinned it need the new one",
          current.expiry());
      renew();
      loaded = inspect();
      lastSeen = loaded;
      use(ServerCertificate.read(settings.certificate(), settings.key()));
    }
  }

  private void renew() throws IOException {
    ServerCertificate made =
        SelfSigned.create(SelfSigned.HostNames.ofThisMachine(), clock.instant());
    SelfSigned.write(made, settings.certificate(), settings.key());
    LOG.info("created a self-signed HTTPS certificate: {}", settings.certificate());
  }

  private List<FileState> inspect() {
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
      LOG.warn("{} has expired; clients will reject it", settings.certificate());
    }
  }

  /** Formatted like {@code openssl x509 -fingerprint -sha256}, for people to compare. */
  private static String fingerprint(ServerCertificate certificate) {
    try {
      byte[] digest = Sha256.newDigest().digest(certificate.leaf().getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a decoded certificate can be encoded", e);
    }
  }
}
