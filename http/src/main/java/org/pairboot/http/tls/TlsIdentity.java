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
 * Whom this server is to clients of HTTPS. A thread looks after the certificate until {@link
 * #close}. Thread-safe.
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
   * Reads or makes the certificate that the settings ask for.
   *
   * @throws IOException when it cannot be used; the message names the file and the remedy
   */
  public static TlsIdentity load(Tls settings) throws IOException {
    CurrentCertificate certificate = CurrentCertificate.load(settings, InstantSource.system());
    TlsIdentity identity = new TlsIdentity(context(certificate), certificate);
    identity.refresher.start();
    return identity;
  }

  /**
   * The certificate in the files of the settings, with its issuers behind it, without a server.
   *
   * @throws IOException when files or key cannot be used; the message names the file and the remedy
   */
  public static List<X509Certificate> stored(Tls settings) throws IOException {
    return PemFiles.read(settings.certificate(), settings.key()).chain();
  }

  /** For engines in server mode. */
  public SSLContext context() {
    return context;
  }

  static SSLContext context(CurrentCertificate certificate) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      // Clients show no certificates, so there is nobody to trust.
      context.init(
          new KeyManager[] {new CertificateKeyManager(certificate::get)},
          new TrustManager[0],
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  private static void refresh(CurrentCertificate certificate) {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        refreshOnce(certificate);
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private static void refreshOnce(CurrentCertificate certificate) {
    try {
      certificate.refresh();
    } catch (RuntimeException e) {
      LOG.error("cannot look after the certificate of HTTPS", e);
    }
  }

  @Override
  public void close() {
    refresher.interrupt();
  }
}
