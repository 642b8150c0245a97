package org.pairboot.http.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Hands the certificate of the moment to each handshake. Thread-safe.
 *
 * <p>A handshake asks for an alias, and then for chain and key by it. The alias names the very
 * certificate, so that one that is exchanged in between gives no mixed pair; the one before is kept
 * for such handshakes.
 */
final class CertificateKeyManager extends X509ExtendedKeyManager {
  private static final Held NONE = new Held("", null);

  private final Supplier<ServerCertificate> current;
  private long count;
  private Held latest = NONE;
  private Held before = NONE;

  private record Held(String alias, ServerCertificate certificate) {}

  CertificateKeyManager(Supplier<ServerCertificate> current) {
    this.current = current;
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    Held held = latest();
    return held.certificate().key().getAlgorithm().equals(keyType) ? held.alias() : null;
  }

  private synchronized Held latest() {
    ServerCertificate now = current.get();
    if (latest.certificate() != now) {
      before = latest;
      latest = new Held("certificate-" + count++, now);
    }
    return latest;
  }

  private synchronized ServerCertificate byAlias(String alias) {
    if (latest.alias().equals(alias)) {
      return latest.certificate();
    }
    return before.alias().equals(alias) ? before.certificate() : null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    ServerCertificate certificate = byAlias(alias);
    return certificate == null ? null : certificate.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    ServerCertificate certificate = byAlias(alias);
    return certificate == null ? null : certificate.key();
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return new String[] {latest().alias()};
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return chooseEngineServerAlias(keyType, issuers, null);
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
    return null;
  }
}
