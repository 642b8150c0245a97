package org.pairboot.appliance.doctor;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Who vouches for a certificate.
 *
 * @param chain the server's own, then those of its issuers
 */
record CertificateIssuer(List<X509Certificate> chain) {
  /** What a trust manager calls the key exchange of TLS 1.3, which goes with any certificate. */
  private static final String ANY_KEY_EXCHANGE = "UNKNOWN";

  Finding finding(String where) {
    X509Certificate last = chain.getLast();
    String issuer = last.getIssuerX500Principal().toString();
    if (isTrusted()) {
      return Finding.ok(where, "vouched for by an authority that this machine trusts");
    }
    return last.getIssuerX500Principal().equals(last.getSubjectX500Principal())
        ? Finding.note(
            where,
            "vouched for by " + issuer + ", which this machine does not know",
            "right for an authority of your own: clients that check have to be given its"
                + " certificate")
        : Finding.warning(
            where,
            "issued by " + issuer + ", whose certificate is neither in the file nor known here",
            "put the certificates of its issuers behind it in the file; clients that check refuse"
                + " it otherwise");
  }

  private boolean isTrusted() {
    try {
      authorities().checkServerTrusted(chain.toArray(X509Certificate[]::new), ANY_KEY_EXCHANGE);
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  private static X509TrustManager authorities() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return Stream.of(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform knows authorities", e);
    }
  }
}
