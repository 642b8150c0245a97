package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.boot.name.ImageNames;
import org.pairboot.appliance.doctor.Fetch.Answer;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.Part;

/**
 * Reads from one address of HTTP or HTTPS.
 *
 * @param certificate that HTTPS should show
 */
record WebFetch(Endpoint server, ShownCertificate certificate) {
  private static final int BEGINNING = 64 << 10;

  /** A script, the certificate that came with it, and the beginning of the largest file. */
  List<Finding> of(Snapshot images) {
    List<Finding> findings = new ArrayList<>(script(server.toString()));
    largest(images).ifPresent(file -> findings.add(beginning(file)));
    return findings;
  }

  /**
   * A script, and what comes with it.
   *
   * @param where it is looked for, for people
   */
  List<Finding> script(String where) {
    try {
      Answer answer = Fetch.http(server, "GET", OwnScript.NAME, Optional.empty());
      List<Finding> findings = new ArrayList<>();
      findings.add(judge(answer, where));
      answer.certificate().ifPresent(shown -> findings.addAll(certificate.compare(shown, where)));
      return findings;
    } catch (IOException e) {
      return List.of(
          Finding.problem(
              where,
              OwnScript.NAME + " did not come: " + message(e),
              "look at the server's log, and whether a firewall drops TCP to this port"));
    }
  }

  private static Finding judge(Answer script, String where) {
    if (script.status() == 403) {
      return Finding.warning(
          where,
          "this machine is denied (403)",
          "right where http.access or http.subnets are meant to; else allow it");
    }
    return OwnScript.is(script.body())
        ? Finding.ok(where, OwnScript.NAME + " came, " + script.body().length + " bytes")
        : OwnScript.foreign(where);
  }

  /** A file, as it is in the store. */
  private record Largest(ImageVersion image, Part part) {
    String path() {
      return ImageNames.path(image.ref(), part.fileName());
    }
  }

  private static Optional<Largest> largest(Snapshot images) {
    return Newest.of(images).stream()
        .flatMap(image -> image.parts().stream().map(part -> new Largest(image, part)))
        .filter(file -> file.part().length() > 0)
        .max(Comparator.comparingLong(file -> file.part().length()));
  }

  private Finding beginning(Largest file) {
    String where = "/" + file.path();
    int length = (int) Math.min(BEGINNING, file.part().length());
    try {
      Answer head = Fetch.http(server, "HEAD", file.path(), Optional.empty());
      Answer answer =
          Fetch.http(server, "GET", file.path(), Optional.of("bytes=0-" + (length - 1)));
      if (head.status() == 403) {
        return Finding.note(where, "was not read, as this machine is denied", "");
      }
      if (head.length().orElse(-1) != file.part().length()) {
        return Finding.problem(
            where,
            "HEAD says %d bytes where the store has %d (status %d)"
                .formatted(head.length().orElse(-1), file.part().length(), head.status()),
            "the server serves another data directory than was looked at here; give both the same"
                + " --data-dir");
      }
      return Arrays.equals(answer.body(), stored(file.part(), length))
          ? Finding.ok(
              where,
              "its first %d of %d bytes came over %s, and HEAD agrees"
                  .formatted(length, file.part().length(), server.service()))
          : Finding.problem(
              where,
              "other bytes came over %s than the store has (status %d)"
                  .formatted(server.service(), answer.status()),
              "something between changes them: look for a proxy at this address");
    } catch (IOException e) {
      return Finding.problem(where, "did not come: " + message(e), "look at the server's log");
    }
  }

  private static byte[] stored(Part part, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    try (ContentReader reader = part.content().open()) {
      reader.read(0, bytes);
    }
    return bytes.array();
  }

  private static String message(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
