package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.doctor.CertificateReview.Remedy;
import org.pairboot.conf.HttpSettings.Tls;
import org.pairboot.http.tls.TlsIdentity;

/** Compares the certificate that a server shows with the one in the files of the settings. */
record ShownCertificate(Tls tls, CertificateReview review) {
  private static final String RESTART =
      "its log says why it does not take the files; correct that, or restart it";

  /**
   * What is to be said of it. The one in the files is reviewed elsewhere.
   *
   * @param where it was shown
   */
  List<Finding> compare(X509Certificate shown, String where) {
    if (stored().filter(shown::equals).isPresent()) {
      return List.of(Finding.ok(where, "shows the certificate in " + tls.certificate()));
    }
    Remedy restart = new Remedy(false, RESTART, RESTART);
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.warning(
            where,
            "shows another certificate than "
                + tls.certificate()
                + " has: that of "
                + shown.getSubjectX500Principal(),
            RESTART));
    List.of(review.time(shown, where, restart), review.names(shown, where, restart)).stream()
        .filter(finding -> finding.level() != Finding.Level.OK)
        .forEach(findings::add);
    return findings;
  }

  private Optional<X509Certificate> stored() {
    try {
      return Optional.of(TlsIdentity.stored(tls).getFirst());
    } catch (IOException e) {
      // Files that cannot be used have no certificate; this is told where they are looked at.
      return Optional.empty();
    }
  }
}
