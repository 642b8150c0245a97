package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.doctor.Endpoint.Service;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.conf.HostPort;

/**
 * Reads a script, and the beginning of the largest file, from a server.
 *
 * @param served the server
 * @param advertised where machines are told to go for HTTP, if that is elsewhere
 * @param certificate that HTTPS should show
 */
record FetchCheck(
    Served served,
    Optional<InetSocketAddress> advertised,
    Snapshot images,
    ShownCertificate certificate)
    implements Check {

  @Override
  public String topic() {
    return "reading from " + served.who();
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    for (Endpoint endpoint : served.endpoints()) {
      switch (endpoint.service()) {
        case TFTP -> findings.add(byTftp(endpoint));
        case HTTP, HTTPS -> findings.addAll(new WebFetch(endpoint, certificate).of(images));
      }
    }
    advertised.ifPresent(address -> findings.add(told(address)));
    return findings;
  }

  private static Finding byTftp(Endpoint server) {
    String where = server.toString();
    try {
      byte[] script = Fetch.tftp(server.local(), OwnScript.NAME);
      return OwnScript.is(script)
          ? Finding.ok(where, OwnScript.NAME + " came, " + script.length + " bytes")
          : OwnScript.foreign(where);
    } catch (IOException e) {
      return Finding.problem(
          where,
          OwnScript.NAME + " did not come: " + e.getMessage(),
          "look at the server's log: tftp.access or tftp.subnets may deny this machine, or a"
              + " firewall of its own drops packets");
    }
  }

  private Finding told(InetSocketAddress server) {
    Endpoint elsewhere = new Endpoint(Service.HTTP, server);
    Finding found =
        new WebFetch(elsewhere, certificate)
            .script("http.advertise " + HostPort.format(server))
            .getFirst();
    return found.level() == Finding.Level.PROBLEM
        ? Finding.warning(
            found.where(),
            found.what(),
            "machines are sent there; if this machine cannot reach it but they can, all is well")
        : found;
  }
}
