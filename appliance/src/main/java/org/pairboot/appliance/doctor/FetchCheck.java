package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.boot.name.ImageNames;
import org.pairboot.appliance.doctor.Fetch.Answer;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.image.ImageVersion;
import org.pairboot.artifacts.image.Part;
import org.pairboot.artifacts.store.Snapshot;

/**
 * Reads a script, and the beginning of the largest file, from a server.
 *
 * @param served the server
 * @param advertised where machines are told to go for HTTP, if that is elsewhere
 */
record FetchCheck(Served served, Optional<InetSocketAddress> advertised, Snapshot images)
    implements Check {
  private static final int BEGINNING = 64 << 10;

  @Override
  public String topic() {
    return "reading from " + served.who();
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    served.tftp().ifPresent(address -> findings.add(byTftp(address)));
    served
        .http()
        .ifPresent(address -> {
          findings.add(byHttp("HTTP " + Endpoint.text(address), address));
          largest().ifPresent(file -> findings.add(beginning(address, file)));
        });
    advertised.ifPresent(address -> findings.add(told(address)));
    return findings;
  }

  private static Finding byTftp(InetSocketAddress server) {
    String where = "TFTP " + Endpoint.text(server);
    try {
      byte[] script = Fetch.tftp(server, OwnScript.NAME);
      return OwnScript.is(script)
          ? Finding.ok(where, OwnScript.NAME + " came, " + script.length + " bytes")
          : notOurs(where);
    } catch (IOException e) {
      return Finding.problem(
          where,
          OwnScript.NAME + " did not come: " + message(e),
          "look at the server's log: tftp.access or tftp.subnets may deny this machine, or a"
              + " firewall of its own drops packets");
    }
  }

  private static Finding byHttp(String where, InetSocketAddress server) {
    try {
      Answer answer = Fetch.http(server, "GET", OwnScript.NAME, Optional.empty());
      if (answer.status() == 403) {
        return Finding.warning(
            where,
            "this machine is denied (403)",
            "right where http.access or http.subnets are meant to; else allow it");
      }
      return OwnScript.is(answer.body())
          ? Finding.ok(where, OwnScript.NAME + " came, " + answer.body().length + " bytes")
          : notOurs(where);
    } catch (IOException e) {
      return Finding.problem(
          where,
          OwnScript.NAME + " did not come: " + message(e),
          "look at the server's log, and whether a firewall drops TCP to this port");
    }
  }

  private static Finding notOurs(String where) {
    return Finding.problem(
        where,
        "what came for " + OwnScript.NAME + " is no script of Pairboot",
        "another server answers there, or a template of yours has it say so");
  }

  private static Finding told(InetSocketAddress server) {
    Finding found = byHttp("http.advertise " + Endpoint.text(server), server);
    return found.level() == Finding.Level.PROBLEM
        ? Finding.warning(
            found.where(),
            found.what(),
            "machines are sent there; if this machine cannot reach it but they can, all is well")
        : found;
  }

  /** A file, as it is in the store. */
  private record Largest(ImageVersion image, Part part) {
    String path() {
      return ImageNames.path(image.ref(), part.fileName());
    }
  }

  private Optional<Largest> largest() {
    return Newest.of(images).stream()
        .flatMap(image -> image.parts().stream().map(part -> new Largest(image, part)))
        .filter(file -> file.part().length() > 0)
        .max(Comparator.comparingLong(file -> file.part().length()));
  }

  private static Finding beginning(InetSocketAddress server, Largest file) {
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
              "its first %d of %d bytes came over HTTP, and HEAD agrees"
                  .formatted(length, file.part().length()))
          : Finding.problem(
              where,
              "other bytes came over HTTP than the store has (status " + answer.status() + ")",
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
