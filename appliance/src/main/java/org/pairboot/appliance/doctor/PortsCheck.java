package org.pairboot.appliance.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pairboot.appliance.doctor.Endpoint.Service;
import org.pairboot.appliance.host.PortKind;
import org.pairboot.appliance.host.Program;

/**
 * Whether the ports of the settings are free, or a running server's.
 *
 * @param servers processes of this program that serve, whoever runs them
 */
record PortsCheck(Map<Endpoint, PortState> ports, List<Program> servers) implements Check {
  /** What firmware asks, and cannot be told otherwise (RFC 1350 section 4). */
  private static final int TFTP_PORT = 69;

  private static final int FIRST_UNPRIVILEGED = 1024;

  @Override
  public String topic() {
    return "ports";
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    ports.forEach((endpoint, state) -> {
      findings.add(of(endpoint, state));
      unusual(endpoint).ifPresent(findings::add);
    });
    boolean none = ports.values().stream().noneMatch(PortState.Ours.class::isInstance);
    if (none && !servers.isEmpty()) {
      findings.add(elsewhere());
    }
    return findings;
  }

  private static Finding of(Endpoint endpoint, PortState state) {
    String where = endpoint.toString();
    return switch (state) {
      case PortState.Free free -> Finding.ok(where, "free; no server runs there");
      case PortState.AnyFree any -> Finding.ok(where, "any free port is taken at each start");
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
                      .orElse("a program of another user, which only root may see"),
              remedy(endpoint, program));
      case PortState.Refused(String reason) -> refused(endpoint, reason);
    };
  }

  private static String remedy(Endpoint endpoint, Optional<Program> program) {
    Service service = endpoint.service();
    if (program.isEmpty()) {
      return "name it with: ss -l%snp 'sport = %d', as root; then stop it, or change %s"
          .formatted(
              service.kind() == PortKind.UDP ? "u" : "t",
              endpoint.listen().getPort(),
              service.setting());
    }
    boolean dnsmasq = program.get().name().equals("dnsmasq");
    return dnsmasq && service == Service.TFTP
        ? "take enable-tftp out of dnsmasq's settings and restart it; it goes on with DHCP"
        : "stop it, or change " + service.setting();
  }

  private static Finding refused(Endpoint endpoint, String reason) {
    String where = endpoint.toString();
    String setting = endpoint.service().setting();
    if (reason.startsWith("Permission") && endpoint.listen().getPort() < FIRST_UNPRIVILEGED) {
      return Finding.problem(
          where,
          "this user may not have ports below 1024",
          "start the server as root or with the capability CAP_NET_BIND_SERVICE, as its systemd"
              + " unit does, or change "
              + setting);
    }
    return Finding.problem(
        where, "cannot be had: " + reason.toLowerCase(Locale.ROOT), "change " + setting);
  }

  private static Optional<Finding> unusual(Endpoint endpoint) {
    int port = endpoint.listen().getPort();
    return endpoint.service() == Service.TFTP && port != TFTP_PORT
        ? Optional.of(
            Finding.warning(
                endpoint.toString(),
                "firmware asks port 69, and cannot be told another",
                "start the server as root or with CAP_NET_BIND_SERVICE, which then takes 69, or"
                    + " have a firewall send port 69 there"))
        : Optional.empty();
  }

  private Finding elsewhere() {
    return Finding.warning(
        servers.getFirst().toString(),
        "runs, but has none of these ports, so it has other settings than were looked at here",
        "run this as the same user, with the same --config, --set and --data-dir");
  }
}
