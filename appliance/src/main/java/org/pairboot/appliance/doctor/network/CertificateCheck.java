package org.pairboot.appliance.doctor.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.appliance.doctor.network.CertificateReview.Remedy;
import org.pairboot.appliance.doctor.report.Check;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.conf.HttpSettings.Tls;
import org.pairboot.http.tls.TlsIdentity;

/** The certificate for HTTPS: the one in the files, and the one that a server presents. */
final class CertificateCheck implements Check {
  private static final Remedy SELF_SIGNED =
      new Remedy(
          true,
          "start the server, which makes a new one",
          "delete it and its key, and restart the server, which makes new ones");
  private static final Remedy FROM_FILES =
      new Remedy(
          false,
          "replace the files; a running server reads them again by itself",
          "get a certificate with these addresses; until then, clients that verify certificates"
              + " reject this one");
  private static final String RESTART =
      "its log says why it rejected the files; correct them, or restart it";
  private static final Remedy PRESENTED = new Remedy(false, RESTART, RESTART);

  private final Tls tls;
  private final CertificateReview review;

  CertificateCheck(Tls tls, CertificateReview review) {
    this.tls = tls;
    this.review = review;
  }

  @Override
  public String topic() {
    return "certificate";
  }

  @Override
  public List<Finding> run() {
    Path file = tls.certificate();
    if (tls.selfSigned() && Files.notExists(file)) {
      return List.of(
          Finding.note(file.toString(), "made when the server starts for the first time", ""));
    }
    try {
      return stored(TlsIdentity.stored(tls));
    } catch (NoSuchFileException e) {
      return List.of(unusable(e.getFile() + ": no such file"));
    } catch (IOException e) {
      return List.of(unusable(e.getMessage()));
    }
  }

  private List<Finding> stored(List<X509Certificate> chain) {
    String where = tls.certificate().toString();
    Remedy remedy = tls.selfSigned() ? SELF_SIGNED : FROM_FILES;
    List<Finding> findings = new ArrayList<>();
    Finding validity = review.validity(chain.getFirst(), where, remedy);
    findings.add(validity);
    findings.add(review.names(chain.getFirst(), where, remedy));
    // No authority vouches for an expired certificate, and clients pin our own self-signed one.
    if (validity.level() != Finding.Level.PROBLEM && !tls.selfSigned()) {
      findings.add(CertificateReview.issuer(chain, where));
    }
    return findings;
  }

  private static Finding unusable(String why) {
    return Finding.problem(
        "http.tls",
        why,
        "the server does not start like this: set http.tls.certificate and http.tls.key to a"
            + " certificate and its key, readable by the server's user, or leave both auto");
  }

  /**
   * Compares the certificate that a server presents with the one in the files, which is reviewed by
   * {@link #run}.
   *
   * @param where it was presented
   */
  List<Finding> compare(X509Certificate presented, String where) {
    if (stored().filter(presented::equals).isPresent()) {
      return List.of(Finding.ok(where, "presents the certificate in " + tls.certificate()));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.warning(
            where,
            "presents the certificate of "
                + presented.getSubjectX500Principal()
                + ", not the one in "
                + tls.certificate(),
            RESTART));
    Stream.of(
            review.validity(presented, where, PRESENTED), review.names(presented, where, PRESENTED))
        .filter(finding -> finding.level() != Finding.Level.OK)
        .forEach(findings::add);
    return findings;
  }

  private Optional<X509Certificate> stored() {
    try {
      return Optional.of(TlsIdentity.stored(tls).getFirst());
    } catch (IOException e) {
      // The check of the files reports what is wrong with them.
      return Optional.empty();
    }
  }
}
