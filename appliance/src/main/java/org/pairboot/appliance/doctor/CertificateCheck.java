package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.appliance.doctor.CertificateReview.Remedy;
import org.pairboot.conf.HttpSettings.Tls;
import org.pairboot.http.tls.TlsIdentity;

/**
 * The certificate of HTTPS: whether it can be used, until when, whether it is one for the addresses
 * that URLs in scripts name, and who vouches for it.
 */
record CertificateCheck(Tls tls, CertificateReview review) implements Check {
  private static final Remedy OF_OURS =
      new Remedy(
          true,
          "start the server, which makes a new one",
          "delete it and its key, and start the server again, which makes new ones");

  private static final Remedy OF_FILES =
      new Remedy(
          false,
          "exchange the files; a running server reads them by itself",
          "have one made with these addresses; until then clients that check it refuse it");

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
      return look(TlsIdentity.stored(tls));
    } catch (NoSuchFileException e) {
      return List.of(unusable(e.getFile() + ": no such file"));
    } catch (IOException e) {
      return List.of(unusable(e.getMessage()));
    }
  }

  private List<Finding> look(List<X509Certificate> chain) {
    String where = tls.certificate().toString();
    Remedy remedy = tls.selfSigned() ? OF_OURS : OF_FILES;
    List<Finding> findings = new ArrayList<>();
    Finding time = review.time(chain.getFirst(), where, remedy);
    findings.add(time);
    findings.add(review.names(chain.getFirst(), where, remedy));
    // Nobody vouches for one whose time is over; and for our own its file does.
    if (time.level() != Finding.Level.PROBLEM && !tls.selfSigned()) {
      findings.add(new CertificateIssuer(chain).finding(where));
    }
    return findings;
  }

  private static Finding unusable(String why) {
    return Finding.problem(
        "http.tls",
        why,
        "the server does not start so: name a certificate and its key with http.tls.certificate and"
            + " http.tls.key, readable by its user, or leave both auto");
  }
}
