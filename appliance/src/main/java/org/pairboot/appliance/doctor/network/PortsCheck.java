package org.pairboot.appliance.doctor.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pairboot.appliance.doctor.network.Endpoint.Service;
import org.pairboot.appliance.doctor.network.PortSurvey.PortState;
import org.pairboot.appliance.doctor.report.Check;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.appliance.host.Processes.Program;
import org.pairboot.appliance.host.SocketTable.PortKind;

/** Whether the ports in the settings are free, or those of a running server. */
final class PortsCheck implements Check {
  /** The only one that firmware uses (RFC 1350 section 4). */
  private static final int TFTP_PORT = 69;

  private final Map<Endpoint, PortState> ports;
  private final List<Program> servers;

  /**
   * @param servers the running {@code pairboot serve} processes of all users
   */
  PortsCheck(Map<Endpoint, PortState> ports, List<Program> servers) {
    this.ports = ports;
    this.servers = servers;
  }

  @Override
  public String topic() {
    return "ports";
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    ports.forEach((endpoint, state) -> {
      findings.add(finding(endpoint, state));
      unusual(endpoint).ifPresent(findings::add);
    });
    boolean none = ports.values().stream().noneMatch(PortState.Ours.class::isInstance);
    if (none && !servers.isEmpty()) {
      findings.add(otherSettings());
    }
    return findings;
  }

  private static Finding finding(Endpoint endpoint, PortState state) {
    String where = endpoint.toString();
    return switch (state) {
      case PortState.Free free -> Finding.ok(where, "free; no server is running");
      case PortState.AnyFree any -> Finding.ok(where, "each start uses any free port");
      case PortState.Ours(Optional<Program> program) ->
          Finding.ok(
              where,
              "held by " + program.map(Program::toString).orElse("pairboot serve of another user"));
      case PortState.Taken(Optional<Program> program) ->
          Finding.problem(
              where,
              "taken by "
                  + program
                      .map(Program::toString)
                      .orElse("a program of another user, which only root can identify"),
              remedy(endpoint, program));
      case PortState.NotPermitted denied -> notPermitted(endpoint);
      case PortState.Refused(String reason) ->
          Finding.problem(
              where,
              "not available: " + reason.toLowerCase(Locale.ROOT),
              "change " + endpoint.service().listenSetting());
    };
  }

  private static String remedy(Endpoint endpoint, Optional<Program> program) {
    Service service = endpoint.service();
    if (program.isEmpty()) {
      return "as root, find it with: ss -l%snp 'sport = %d'; then stop it, or change %s"
          .formatted(
              service.kind() == PortKind.UDP ? "u" : "t",
              endpoint.listen().getPort(),
              service.listenSetting());
    }
    boolean dnsmasq = program.get().name().equals("dnsmasq");
    return dnsmasq && service == Service.TFTP
        ? "remove enable-tftp from the settings of dnsmasq and restart it; it remains your DHCP"
            + " server"
        : "stop it, or change " + service.listenSetting();
  }

  private static Finding notPermitted(Endpoint endpoint) {
    return Finding.problem(
        endpoint.toString(),
        "this user is not allowed to use ports below 1024",
        "start the server as root or with the capability CAP_NET_BIND_SERVICE, as its systemd"
            + " unit does, or change "
            + endpoint.service().listenSetting());
  }

  private static Optional<Finding> unusual(Endpoint endpoint) {
    int port = endpoint.listen().getPort();
    return endpoint.service() == Service.TFTP && port != TFTP_PORT
        ? Optional.of(
            Finding.warning(
                endpoint.toString(),
                "firmware always uses port 69",
                "start the server as root or with CAP_NET_BIND_SERVICE, and port 69 becomes the"
                    + " default; or let a firewall redirect port 69 to this one"))
        : Optional.empty();
  }

  private Finding otherSettings() {
    return Finding.warning(
        servers.getFirst().toString(),
        "is running, but has none of these ports, so its settings differ from those checked here",
        "run this as the same user, with the same --config, --set and --data-dir");
  }
}
