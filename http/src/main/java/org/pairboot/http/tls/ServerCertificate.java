package org.pairboot.http.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * What the server shows, and the key that proves that it may.
 *
 * @param chain its certificate, then those of its issuers; never empty
 */
record ServerCertificate(PrivateKey key, List<X509Certificate> chain) {

  ServerCertificate {
    chain = List.copyOf(chain);
  }

  X509Certificate leaf() {
    return chain.getFirst();
  }

  Instant expiry() {
    return leaf().getNotAfter().toInstant();
  }
}
