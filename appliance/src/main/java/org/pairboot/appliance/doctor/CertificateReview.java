package org.pairboot.appliance.doctor;

import java.net.InetAddress;
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

/**
 * Looks at a certificate as clients do that check when it ends and whom it names.
 *
 * @param addresses of this machine, as its clients have them
 */
record CertificateReview(List<InetAddress> addresses, InstantSource clock) {
  /** Within this time a certificate from files should have been exchanged. */
  private static final Duration SOON = Duration.ofDays(21);

  /** GeneralName's tag of iPAddress, RFC 5280 section 4.2.1.6. */
  private static final int IP_ADDRESS = 7;

  /**
   * What to do about a certificate.
   *
   * @param renewsItself whether it is exchanged in time without anybody
   * @param expiry when its time is over
   * @param names when it does not name an address
   */
  record Remedy(boolean renewsItself, String expiry, String names) {}

  /** Whether its time has come, and is not over. */
  Finding time(X509Certificate certificate, String where, Remedy remedy) {
    Instant now = clock.instant();
    Instant begins = certificate.getNotBefore().toInstant();
    Instant ends = certificate.getNotAfter().toInstant();
    if (now.isAfter(ends)) {
      return Finding.problem(where, "has expired on " + day(ends), remedy.expiry());
    }
    if (now.isBefore(begins)) {
      return Finding.problem(
          where, "is valid only from " + day(begins), "set the clock right, or exchange the files");
    }
    return !remedy.renewsItself() && now.plus(SOON).isAfter(ends)
        ? Finding.warning(where, "expires on " + day(ends), remedy.expiry())
        : Finding.ok(where, "valid until " + day(ends));
  }

  static String day(Instant time) {
    return time.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  /** Whether it is one for the addresses that URLs in scripts name. */
  Finding names(X509Certificate certificate, String where, Remedy remedy) {
    Set<String> named = addressesIn(certificate);
    List<String> missing =
        addresses.stream()
            .map(InetAddress::getHostAddress)
            .map(text -> text.replaceFirst("%.*", ""))
            .filter(text -> !named.contains(text))
            .toList();
    return missing.isEmpty()
        ? Finding.ok(where, "made for the addresses that scripts name")
        : Finding.warning(
            where,
            "not made for "
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
      // Names that cannot be read are names that no client accepts.
      return Set.of();
    }
    // One spelling for addresses of IPv6.
    return found.stream()
        .map(text -> InetAddress.ofLiteral(text).getHostAddress())
        .collect(Collectors.toSet());
  }
}
