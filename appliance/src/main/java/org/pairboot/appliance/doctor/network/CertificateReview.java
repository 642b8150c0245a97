package org.pairboot.appliance.doctor.network;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.pairboot.appliance.doctor.report.Check.Finding;

/**
 * Reviews a certificate as clients do: when it is valid, for which addresses, and who issued it.
 */
final class CertificateReview {
  /** A certificate that an admin has to replace is reported this long before it expires. */
  private static final Duration SOON = Duration.ofDays(21);

  /** The tag of iPAddress in GeneralName, RFC 5280 section 4.2.1.6. */
  private static final int IP_ADDRESS = 7;

  /**
   * How trust managers name the key exchange of TLS 1.3, which any certificate can be used with.
   */
  private static final String ANY_KEY_EXCHANGE = "UNKNOWN";

  private final List<InetAddress> addresses;
  private final InstantSource clock;

  /**
   * @param addresses of this server in https URLs of scripts
   */
  CertificateReview(List<InetAddress> addresses, InstantSource clock) {
    this.addresses = addresses;
    this.clock = clock;
  }

  /**
   * What to do about a certificate.
   *
   * @param automatic whether it is replaced in time without anybody's help
   * @param expired when it has expired
   * @param names when it lacks an address
   */
  record Remedy(boolean automatic, String expired, String names) {}

  /** Whether it is valid now. */
  Finding validity(X509Certificate certificate, String where, Remedy remedy) {
    Instant now = clock.instant();
    Instant begins = certificate.getNotBefore().toInstant();
    Instant ends = certificate.getNotAfter().toInstant();
    if (now.isAfter(ends)) {
      return Finding.problem(where, "expired on " + day(ends), remedy.expired());
    }
    if (now.isBefore(begins)) {
      return Finding.problem(
          where,
          "not valid before " + day(begins),
          "correct the clock of this host, or replace the files");
    }
    return !remedy.automatic() && now.plus(SOON).isAfter(ends)
        ? Finding.warning(where, "expires on " + day(ends), remedy.expired())
        : Finding.ok(where, "valid until " + day(ends));
  }

  private static String day(Instant time) {
    return time.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  /** Whether it is valid for the addresses in https URLs of scripts. */
  Finding names(X509Certificate certificate, String where, Remedy remedy) {
    Set<String> named = addressesIn(certificate);
    List<String> missing =
        addresses.stream()
            .map(InetAddress::getHostAddress)
            .map(text -> text.replaceFirst("%.*", ""))
            .filter(text -> !named.contains(text))
            .toList();
    return missing.isEmpty()
        ? Finding.ok(where, "valid for the addresses that scripts name")
        : Finding.warning(
            where,
            "not valid for "
                + String.join(", ", missing)
                + ", which https URLs in scripts would name (no such IP address in"
                + " subjectAltName)",
            remedy.names());
  }

  private static Set<String> addressesIn(X509Certificate certificate) {
    List<String> found = new ArrayList<>();
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      for (List<?> name : names == null ? List.<List<?>>of() : names) {
        if (name.get(0).equals(IP_ADDRESS)) {
          found.add(String.valueOf(name.get(1)));
        }
      }
    } catch (CertificateParsingException e) {
      // No client accepts names that cannot be parsed.
      return Set.of();
    }
    // Gives IPv6 addresses one spelling.
    return found.stream()
        .map(text -> InetAddress.ofLiteral(text).getHostAddress())
        .collect(Collectors.toSet());
  }

  /**
   * Whether this host trusts the issuer.
   *
   * @param chain the server's certificate, then those of its issuers
   */
  static Finding issuer(List<X509Certificate> chain, String where) {
    X509Certificate last = chain.getLast();
    String issuer = last.getIssuerX500Principal().toString();
    if (isTrusted(chain)) {
      return Finding.ok(where, "issued by an authority that this host trusts");
    }
    return last.getIssuerX500Principal().equals(last.getSubjectX500Principal())
        ? Finding.note(
            where,
            "issued by " + issuer + ", an authority that this host does not trust",
            "right for an authority of your own; give its certificate to clients that verify"
                + " certificates")
        : Finding.warning(
            where,
            "issued by "
                + issuer
                + ", whose certificate is neither in the file nor among those that this host"
                + " trusts",
            "append the certificates of its issuers to the file; clients that verify certificates"
                + " reject it without them");
  }

  private static boolean isTrusted(List<X509Certificate> chain) {
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
      throw new IllegalStateException("every Java platform has trust anchors", e);
    }
  }
}
