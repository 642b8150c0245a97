package org.pairboot.appliance.boot.script;

import org.pairboot.appliance.boot.planner.Script;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;

/** How one loader names files in the scripts that it reads. */
sealed interface LoaderSyntax
    permits PxelinuxSyntax, UBootSyntax, GrubSyntax, IpxeSyntax, RaspberryPiSyntax {

  /**
   * Those of the loader that reads {@code script}.
   *
   * @param request by which the script was asked for
   */
  static LoaderSyntax of(Script script, ServerAddresses server, BootRequest request) {
    return switch (script) {
      case PXELINUX -> new PxelinuxSyntax(server, request);
      case U_BOOT -> new UBootSyntax();
      case GRUB -> new GrubSyntax(server, request);
      case IPXE -> new IpxeSyntax(server, request);
      case PI_CONFIG, PI_COMMAND_LINE -> new RaspberryPiSyntax();
    };
  }

  /**
   * What has the loader fetch a part.
   *
   * @param path its name, without a leading slash
   */
  String part(Choice protocol, String path);

  /**
   * What has the loader fetch the script once more.
   *
   * @param name under which it asked for it
   */
  String again(String name);

  /** The protocol by which {@code request} came. */
  static Choice own(BootRequest request) {
    return request.protocol() == Protocol.HTTP ? Choice.HTTP : Choice.TFTP;
  }
}
