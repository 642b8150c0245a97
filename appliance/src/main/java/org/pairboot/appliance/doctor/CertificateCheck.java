package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
import org.pairboot.conf.HttpSettings.Tls;
import org.pairboot.http.tls.TlsIdentity;

/**
 * The certificate of HTTPS: whether it can be used, until when, and whether it is one for the
 * addresses that URLs in scripts name.
 *
 * @param addresses of this machine, as its clients have them
 */
record CertificateCheck(Tls tls, List<InetAddress> addresses, InstantSource clock)
    implements Check {
  /** Within this time a certificate from files should have been exchanged. */
  private static final Duration SOON = Duration.ofDays(21);

  /** GeneralName's tag of iPAddress, RFC 5280 section 4.2.1.6. */
  private static final int IP_ADDRESS = 7;

  @Override
  public String topic() {
    return "certificate";
  }

  @Override
  public List<Finding> run() {
    Path file = tls.certificate();
    if (tls.selfSigned() && Files.notExists(file)) {
      return List.of(
          Finding.note(file.toString(), "is made when the server starts for the first time", ""));
    }
    try {
      X509Certificate certificate = TlsIdentity.stored(tls).getFirst();
      return Stream.concat(Stream.of(expiry(certificate)), names(certificate).stream()).toList();
    } catch (NoSuchFileException e) {
      return List.of(unusable(e.getFile() + ": no such file"));
    } catch (IOException e) {
      return List.of(unusable(e.getMessage()));
    }
  }

  private Finding unusable(String why) {
    return Finding.problem(
        "http.tls",
        why,
        "the server does not start so: name a certificate and its key with http.tls.certificate and"
            + " http.tls.key, readable by its user, or leave both auto");
  }

  private Finding expiry(X509Certificate certificate) {
    String where = tls.certificate().toString();
    Instant now = clock.instant();
    Instant begins = certificate.getNotBefore().toInstant();
    Instant ends = certificate.getNotAfter().toInstant();
    String remedy =
        tls.selfSigned()
            ? "start the server, which makes a new one"
            : "exchange the files; a running server reads them by itself";
    if (now.isAfter(ends)) {
      return Finding.problem(where, "has expired on " + day(ends), remedy);
    }
    if (now.isBefore(begins)) {
      return Finding.problem(
          where, "is valid only from " + day(begins), "set the clock right, or exchange the files");
    }
    return !tls.selfSigned() && now.plus(SOON).isAfter(ends)
        ? Finding.warning(where, "expires on " + day(ends), remedy)
        : Finding.ok(where, "valid until " + day(ends));
  }

  private static String day(Instant time) {
    return time.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  private List<Finding> names(X509Certificate certificate) {
    Set<String> named = addressesIn(certificate);
    List<String> missing =
        addresses.stream()
            .map(InetAddress::getHostAddress)
            .map(text -> text.replaceFirst("%.*", ""))
            .filter(text -> !named.contains(text))
            .toList();
    String where = tls.certificate().toString();
    if (missing.isEmpty()) {
      return List.of(Finding.ok(where, "made for the addresses that scripts name"));
    }
    return List.of(
        Finding.warning(
            where,
            "not made for "
                + String.join(", ", missing)
                + ", which https URLs in scripts would name (no such IP address in"
                + " subjectAltName)",
            tls.selfSigned()
                ? "delete it and its key, and start the server again, which makes new ones"
                : "have one made with these addresses; until then clients that check it refuse"
                    + " it"));
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
