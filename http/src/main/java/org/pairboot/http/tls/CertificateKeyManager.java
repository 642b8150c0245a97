package org.pairboot.http.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Gives the current certificate to each handshake. Thread-safe.
 *
 * <p>A handshake first asks for an alias, and then for the chain and the key of that alias. Each
 * certificate gets its own alias, so that a handshake during a renewal does not mix two of them;
 * the previous certificate is kept for such handshakes.
 */
final class CertificateKeyManager extends X509ExtendedKeyManager {
  private static final Entry NONE = new Entry("", null);

  private final Supplier<ServerCertificate> current;
  private long aliases;
  private Entry latest = NONE;
  private Entry previous = NONE;

  private record Entry(String alias, ServerCertificate certificate) {}

  CertificateKeyManager(Supplier<ServerCertificate> current) {
    this.current = current;
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    Entry entry = latest();
    return entry.certificate().key().getAlgorithm().equals(keyType) ? entry.alias() : null;
  }

  @SuppressWarnings("ReferenceEquality") // whether it was replaced, not what it contains
  private synchronized Entry latest() {
    ServerCertificate now = current.get();
    if (latest.certificate() != now) {
      previous = latest;
      latest = new Entry("certificate-" + aliases++, now);
    }
    return latest;
  }

  private synchronized ServerCertificate byAlias(String alias) {
    if (latest.alias().equals(alias)) {
      return latest.certificate();
    }
    return previous.alias().equals(alias) ? previous.certificate() : null;
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
