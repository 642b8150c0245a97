package org.pairboot.it.firmware.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** dnsmasq as DHCP server and nothing else: no DNS, and none of its own TFTP. */
final class DhcpServer {
  private static final String LEASES = "10.69.0.100,10.69.0.250,255.255.0.0";

  private DhcpServer() {}

  static Inhabitant start(Namespace namespace, BootFiles files, Path log) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "dnsmasq",
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--port=0",
                "--interface=" + Wire.BRIDGE,
                "--bind-interfaces",
                "--user=root",
                "--group=",
                "--pid-file=",
                "--leasefile-ro",
                // Addresses are free here: no need to ask with a ping of three seconds.
                "--no-ping",
                "--log-dhcp",
                "--log-facility=-",
                "--dhcp-range=" + LEASES,
                "--dhcp-no-override",
                // Without a router's word, iPXE waits 13 seconds for one.
                "--enable-ra",
                "--dhcp-range=fd77::,ra-only,64,10m"));
    command.addAll(files.options());
    return namespace.start(command, log);
  }
}
