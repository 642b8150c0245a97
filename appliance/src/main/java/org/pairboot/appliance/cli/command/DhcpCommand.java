package org.pairboot.appliance.cli.command;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.pairboot.appliance.cli.command.ExitCode.UsageException;
import org.pairboot.appliance.dhcp.DhcpAdvice;
import org.pairboot.appliance.dhcp.DhcpAdvice.ServerKind;
import org.pairboot.appliance.dhcp.FirstLoader;
import org.pairboot.appliance.dhcp.ServerAddress;
import org.pairboot.appliance.serve.ServerSettings;
import org.pairboot.conf.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pairboot dhcp}. */
@Command(
    name = "dhcp",
    description = {
      "Prints settings for a DHCP server, so that machines find this server.",
      "",
      "The loader that a machine starts depends on what its firmware reports: BIOS or UEFI, its"
          + " architecture, and whether it boots over HTTP. iPXE is recognized and gets a script,"
          + " so that it does not load itself again and again.",
      "",
      "  pairboot dhcp --for dnsmasq > /etc/dnsmasq.d/pairboot.conf",
      "  pairboot dhcp --for kea --loader grub",
      "",
      "On Debian, the loaders are in the packages pxelinux, syslinux-common, ipxe, shim-signed and"
          + " grub-efi-amd64-signed; 'pairboot doctor' names what is missing.",
      ""
    })
final class DhcpCommand extends BaseCommand {
  @Option(
      names = "--for",
      required = true,
      paramLabel = "KIND",
      description = "The kind of DHCP server: ${COMPLETION-CANDIDATES}.")
  private ServerKind kind;

  @Option(
      names = "--loader",
      paramLabel = "LOADER",
      defaultValue = "auto",
      description = {
        "What firmware starts first: ${COMPLETION-CANDIDATES}. auto means PXELINUX for BIOS, iPXE"
            + " for 64-bit x86 UEFI, and GRUB for the rest. grub starts shim, which Secure Boot"
            + " needs. Default: ${DEFAULT-VALUE}."
      })
  private FirstLoader loader;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description =
          "This server's address, if it listens on several and tftp.advertise is not set.")
  private InetAddress address;

  @Override
  public Integer call() throws Exception {
    ServerSettings server = serverSettings();
    Settings settings = server.settings();
    InetAddress own = address(server);
    if (server.isAssumed()) {
      console()
          .say(
              "note: no server is running with "
                  + settings.dataDir()
                  + "; these are the ports that one of this user would have, so start the server"
                  + " first, or set tftp.listen and http.listen");
    }
    console().print(DhcpAdvice.render(kind, loader, own, settings).stripTrailing());
    return ExitCode.DONE;
  }

  private InetAddress address(ServerSettings from) throws Exception {
    Settings settings = from.settings();
    if (!settings.tftp().enabled()) {
      throw new UsageException(
          from.server().map(running -> "TFTP is off in " + running).orElse("tftp.enabled is false")
              + ", but machines load their first loader over TFTP; set "
              + (from.server().isPresent() ? "tftp.enabled to true and restart it" : "it to true"));
    }
    InetAddress server = address != null ? address : ownAddress(settings);
    if (!(server instanceof Inet4Address)) {
      throw new UsageException(
          server.getHostAddress()
              + " is not an IPv4 address, which these settings need; choose one with --address");
    }
    return server;
  }

  private static InetAddress ownAddress(Settings settings) throws Exception {
    return ServerAddress.of(settings.tftp().advertise().orElse(settings.tftp().listen()))
        .orElseThrow(() ->
            new UsageException(
                "this machine has only a loopback address; choose another with --address"));
  }
}
