package org.pairboot.artifacts.fetch.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;

/**
 * The certificate authorities that servers are trusted by: Java's own and those of the settings.
 */
final class TrustedAuthorities {
  static final String SETTING = "downloads.authorities";

  private TrustedAuthorities() {}

  /**
   * A TLS context that also trusts the certificates in {@code files}.
   *
   * @throws TransferException when one cannot be read, or contains no certificate
   */
  static SSLContext with(List<Path> files) throws TransferException {
    try {
      if (files.isEmpty()) {
        return SSLContext.getDefault();
      }
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (Certificate certificate : certificates(files)) {
        trusted.setCertificateEntry("authority-" + trusted.size(), certificate);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(trusted), null);
      return context;
    } catch (TransferException e) {
      throw e;
    } catch (GeneralSecurityException | IOException e) {
      throw new TransferException(Kind.FINAL, "cannot set up TLS: " + e.getMessage(), e);
    }
  }

  static List<Certificate> certificates(List<Path> files)
      throws GeneralSecurityException, TransferException {
    List<Certificate> all = new ArrayList<>(known());
    for (Path file : files) {
      all.addAll(read(file));
    }
    return all;
  }

  static List<? extends Certificate> known() throws GeneralSecurityException {
    for (TrustManager manager : managers(null)) {
      if (manager instanceof X509TrustManager x509) {
        return List.of(x509.getAcceptedIssuers());
      }
    }
    return List.of();
  }

  /**
   * @param trusted null for Java's default authorities
   */
  private static TrustManager[] managers(KeyStore trusted) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers();
  }

  private static Collection<? extends Certificate> read(Path file) throws TransferException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw unusable(file, "contains no certificate", null);
      }
      return found;
    } catch (NoSuchFileException e) {
      throw unusable(file, "does not exist", e);
    } catch (CertificateException e) {
      throw unusable(file, "is not a PEM file with certificates", e);
    } catch (TransferException e) {
      throw e;
    } catch (IOException e) {
      throw unusable(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static TransferException unusable(Path file, String why, Exception cause) {
    return new TransferException(Kind.FINAL, SETTING + ": " + file + " " + why, cause);
  }
}
