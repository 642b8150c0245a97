package org.pairboot.appliance.doctor.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.boot.name.ImageNames;
import org.pairboot.appliance.doctor.network.BootClient.Response;
import org.pairboot.appliance.doctor.network.Endpoint.Service;
import org.pairboot.appliance.doctor.report.Check;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.conf.HostPort;

/** Reads a script and the beginning of the largest file from a server, as machines do. */
final class ReadingCheck implements Check {
  private static final int BEGINNING = 64 << 10;
  private static final String SCRIPT = BootClient.SCRIPT;

  private final String server;
  private final List<Endpoint> endpoints;
  private final Optional<InetSocketAddress> advertised;
  private final Snapshot images;
  private final CertificateCheck certificate;

  /**
   * @param server which one it is, for people
   * @param endpoints at which it answers
   * @param advertised the HTTP address in scripts, if it is not that of the server
   * @param images with which the largest file is compared
   * @param certificate with which the one that HTTPS presents is compared
   */
  ReadingCheck(
      String server,
      List<Endpoint> endpoints,
      Optional<InetSocketAddress> advertised,
      Snapshot images,
      CertificateCheck certificate) {
    this.server = server;
    this.endpoints = List.copyOf(endpoints);
    this.advertised = advertised;
    this.images = images;
    this.certificate = certificate;
  }

  @Override
  public String topic() {
    return "reading from " + server;
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      if (endpoint.service() == Service.TFTP) {
        findings.add(scriptByTftp(endpoint));
      } else {
        findings.addAll(scriptByHttp(endpoint, endpoint.toString()));
        largest().ifPresent(file -> findings.add(beginning(file, endpoint)));
      }
    }
    advertised.ifPresent(address -> findings.add(scriptFromAdvertised(address)));
    return findings;
  }

  private static Finding scriptByTftp(Endpoint endpoint) {
    String where = endpoint.toString();
    try {
      return script(BootClient.tftp(endpoint.local(), SCRIPT), where);
    } catch (IOException e) {
      return Finding.problem(
          where,
          "cannot read " + SCRIPT + ": " + e.getMessage(),
          "see the server's log: tftp.access or tftp.subnets may deny this host, or the host's own"
              + " firewall drops packets");
    }
  }

  /** Reads the script, and compares the certificate that came with it. */
  private List<Finding> scriptByHttp(Endpoint endpoint, String where) {
    try {
      Response response = BootClient.http(endpoint, "GET", SCRIPT, Optional.empty());
      List<Finding> findings = new ArrayList<>();
      findings.add(
          response.status() == 403
              ? Finding.warning(
                  where,
                  "denies access to this host (403)",
                  "right if http.access or http.subnets are meant to; otherwise allow it there")
              : script(response.body(), where));
      response
          .certificate()
          .ifPresent(presented -> findings.addAll(certificate.compare(presented, where)));
      return findings;
    } catch (IOException e) {
      return List.of(
          Finding.problem(
              where,
              "cannot read " + SCRIPT + ": " + message(e),
              "see the server's log, and check whether a firewall drops TCP to this port"));
    }
  }

  private Finding scriptFromAdvertised(InetSocketAddress address) {
    Finding finding =
        scriptByHttp(
                new Endpoint(Service.HTTP, address), "http.advertise " + HostPort.format(address))
            .getFirst();
    return finding.level() == Finding.Level.PROBLEM
        ? Finding.warning(
            finding.where(),
            finding.what(),
            "scripts send machines there; nothing is wrong if they can reach it and only this host"
                + " cannot")
        : finding;
  }

  private static Finding script(byte[] text, String where) {
    return BootClient.isPairbootScript(text)
        ? Finding.ok(where, "received " + SCRIPT + ", " + text.length + " bytes")
        : Finding.problem(
            where,
            "received a " + SCRIPT + " that is not a script of Pairboot",
            "check whether another server answers at this address, or whether your own template"
                + " makes this script");
  }

  /** A part of an image. */
  private record StoredFile(ImageVersion image, Part part) {
    private String path() {
      return ImageNames.path(image, part.fileName());
    }

    private byte[] beginning(int length) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(length);
      try (ContentReader reader = part.content().open()) {
        reader.read(0, bytes);
      }
      return bytes.array();
    }
  }

  private Optional<StoredFile> largest() {
    return images.images().stream()
        .flatMap(name -> images.latest(name).stream())
        .flatMap(image -> image.parts().stream().map(part -> new StoredFile(image, part)))
        .filter(file -> file.part().length() > 0)
        .max(Comparator.comparingLong(file -> file.part().length()));
  }

  private static Finding beginning(StoredFile file, Endpoint endpoint) {
    String where = "/" + file.path();
    Service service = endpoint.service();
    long stored = file.part().length();
    int length = (int) Math.min(BEGINNING, stored);
    try {
      Response head = BootClient.http(endpoint, "HEAD", file.path(), Optional.empty());
      if (head.status() == 403) {
        return Finding.note(where, "not read, because the server denies access to this host", "");
      }
      Response response =
          BootClient.http(endpoint, "GET", file.path(), Optional.of("bytes=0-" + (length - 1)));
      if (head.length().orElse(-1) != stored) {
        return Finding.problem(
            where,
            "HEAD reports %d bytes, but the file in the store has %d (status %d)"
                .formatted(head.length().orElse(-1), stored, head.status()),
            "the server has another data directory than the one checked here; use the same"
                + " --data-dir for both");
      }
      return Arrays.equals(response.body(), file.beginning(length))
          ? Finding.ok(
              where,
              "the first %d of %d bytes over %s equal the store's, and HEAD agrees"
                  .formatted(length, stored, service))
          : Finding.problem(
              where,
              "the bytes over %s differ from those in the store (status %d)"
                  .formatted(service, response.status()),
              "look for a proxy at this address that changes them");
    } catch (IOException e) {
      return Finding.problem(where, "cannot be read: " + message(e), "see the server's log");
    }
  }

  private static String message(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
