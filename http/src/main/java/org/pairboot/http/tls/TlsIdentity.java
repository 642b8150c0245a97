package org.pairboot.http.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.pairboot.conf.HttpSettings.Tls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identity of this server for HTTPS clients. A thread keeps the certificate up to date until
 * {@link #close}. Thread-safe.
 */
public final class TlsIdentity implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TlsIdentity.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final SSLContext context;
  private final Thread refresher;

  private TlsIdentity(SSLContext context, CurrentCertificate certificate) {
    this.context = context;
    this.refresher =
        Thread.ofVirtual().name("http-certificate").unstarted(() -> refresh(certificate));
  }

  /**
   * Reads or makes the certificate of the settings.
   *
   * @throws IOException when it is unusable; the message names the file and the remedy
   */
  public static TlsIdentity load(Tls settings) throws IOException {
    CurrentCertificate certificate = CurrentCertificate.load(settings, InstantSource.system());
    TlsIdentity identity = new TlsIdentity(context(certificate), certificate);
    identity.refresher.start();
    return identity;
  }

  /**
   * Reads the certificate, followed by its issuers, from the files of the settings, without a
   * server.
   *
   * @throws IOException when the files are unusable; the message names the file and the remedy
   */
  public static List<X509Certificate> stored(Tls settings) throws IOException {
    return ServerCertificate.read(settings.certificate(), settings.key()).chain();
  }

  /** A context for engines in server mode. */
  public SSLContext context() {
    return context;
  }

  static SSLContext context(CurrentCertificate certificate) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      // Clients present no certificates, so there are none to trust.
      context.init(
          new KeyManager[] {new CertificateKeyManager(certificate::get)},
          new TrustManager[0],
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform supports TLS", e);
    }
  }

  private static void refresh(CurrentCertificate certificate) {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        refreshOnce(certificate);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private static void refreshOnce(CurrentCertificate certificate) {
    try {
      certificate.refresh();
    } catch (RuntimeException e) {
      LOG.error("cannot refresh the HTTPS certificate", e);
    }
  }

  @Override
  public void close() {
    refresher.interrupt();
  }
}
