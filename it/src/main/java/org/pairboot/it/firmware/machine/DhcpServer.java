package org.pairboot.it.firmware.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** dnsmasq as a DHCP server only: without DNS and without its own TFTP server. */
final class DhcpServer {
  private static final String LEASES = "10.69.0.100,10.69.0.250,255.255.0.0";

  private DhcpServer() {}

  static NamespaceProcess start(Namespace namespace, BootFiles files, Path log) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "dnsmasq",
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--port=0",
                "--interface=" + LabNetwork.BRIDGE,
                "--bind-interfaces",
                "--user=root",
                "--group=",
                "--pid-file=",
                "--leasefile-ro",
                // All addresses are free here; a probe by ping would take three seconds.
                "--no-ping",
                "--log-dhcp",
                "--log-facility=-",
                "--dhcp-range=" + LEASES,
                "--dhcp-no-override",
                // Without a router advertisement, iPXE waits 13 seconds for one.
                "--enable-ra",
                "--dhcp-range=fd77::,ra-only,64,10m"));
    command.addAll(files.options());
    return namespace.start(command, log);
  }
}
