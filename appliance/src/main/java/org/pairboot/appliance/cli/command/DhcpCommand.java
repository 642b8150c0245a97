package org.pairboot.appliance.cli.command;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.concurrent.Callable;
import org.pairboot.appliance.dhcp.DhcpAdvice;
import org.pairboot.appliance.dhcp.DhcpServerKind;
import org.pairboot.appliance.dhcp.FirstLoader;
import org.pairboot.appliance.dhcp.ServerAddress;
import org.pairboot.conf.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code pairboot dhcp}. */
@Command(
    name = "dhcp",
    mixinStandardHelpOptions = true,
    description = {
      "Prints what to put on a DHCP server, so that machines find this one.",
      "",
      "Which loader a machine starts follows from what its firmware says of itself: BIOS, UEFI, its"
          + " processor, and whether it boots over HTTP. iPXE is recognised and gets a script, so"
          + " that it does not load itself again and again.",
      "",
      "  pairboot dhcp --for dnsmasq > /etc/dnsmasq.d/pairboot.conf",
      "  pairboot dhcp --for kea --loader grub",
      "",
      "Shipped by the packages pxelinux, syslinux-common, ipxe, shim-signed and"
          + " grub-efi-amd64-signed; 'pairboot doctor' names what is missing.",
      ""
    })
final class DhcpCommand implements Callable<Integer> {
  @ParentCommand private PairbootCommand pairboot;

  @Option(
      names = "--for",
      required = true,
      paramLabel = "KIND",
      description = "The kind of DHCP server: ${COMPLETION-CANDIDATES}.")
  private DhcpServerKind kind;

  @Option(
      names = "--loader",
      paramLabel = "LOADER",
      defaultValue = "auto",
      description = {
        "What firmware starts first: ${COMPLETION-CANDIDATES}. auto is PXELINUX for BIOS, iPXE for"
            + " 64-bit x86 and GRUB for the rest; grub starts shim, which Secure Boot wants."
            + " Default: ${DEFAULT-VALUE}."
      })
  private FirstLoader loader;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description =
          "This server's address, where it listens on several and tftp.advertise says none.")
  private InetAddress address;

  @Override
  public Integer call() throws Exception {
    Settings settings = pairboot.settings();
    pairboot
        .console()
        .print(DhcpAdvice.render(kind, loader, server(settings), settings).stripTrailing());
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
    return ServerAddress.of(settings.tftp().advertise().orElse(settings.tftp().listen()))
        .orElseThrow(() ->
            new UsageException(
                "this machine has no address but the loopback; say which with --address"));
  }
}
