package org.pairboot.appliance.cli;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.concurrent.Callable;
import org.pairboot.appliance.dhcp.DhcpAdvice;
import org.pairboot.appliance.dhcp.DhcpServerKind;
import org.pairboot.appliance.dhcp.ServerAddress;
import org.pairboot.conf.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code pairboot dhcp}. */
@Command(
    name = "dhcp",
    mixinStandardHelpOptions = true,
    description = "Prints what to put on a DHCP server, so that machines find this one.")
final class DhcpCommand implements Callable<Integer> {
  @ParentCommand private PairbootCommand pairboot;

  @Option(
      names = "--for",
      required = true,
      paramLabel = "KIND",
      description = "The kind of DHCP server: ${COMPLETION-CANDIDATES}.")
  private DhcpServerKind kind;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description = "This server's address, where it listens on several.")
  private InetAddress address;

  @Override
  public Integer call() throws Exception {
    Settings settings = pairboot.settings();
    pairboot.console().print(DhcpAdvice.render(kind, server(settings), settings).stripTrailing());
    return ExitCode.DONE;
  }

  private InetAddress server(Settings settings) throws Exception {
    if (!settings.tftp().enabled()) {
      throw new UsageException(
          "tftp.enabled is false, but the first loader of a machine comes by TFTP");
    }
    InetAddress server = address != null ? address : ownAddress(settings);
    if (!(server instanceof Inet4Address)) {
      throw new UsageException(
          server.getHostAddress()
              + " is no IPv4 address, which these settings need; see --address");
    }
    return server;
  }

  private static InetAddress ownAddress(Settings settings) throws Exception {
    return ServerAddress.of(settings.tftp().listen())
        .orElseThrow(() ->
            new UsageException(
                "this machine has no address but the loopback; say which with --address"));
  }
}
