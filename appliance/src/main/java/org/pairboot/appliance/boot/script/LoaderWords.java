package org.pairboot.appliance.boot.script;

import org.pairboot.appliance.boot.planner.Script;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;

/** How one loader names files in the scripts that it reads. */
sealed interface LoaderWords
    permits PxelinuxWords, UBootWords, GrubWords, IpxeWords, RaspberryPiWords {

  /**
   * Those of the loader that reads {@code script}.
   *
   * @param request by which the script was asked for
   */
  static LoaderWords of(Script script, ServerAddresses server, BootRequest request) {
    return switch (script) {
      case PXELINUX -> new PxelinuxWords(server, request);
      case U_BOOT -> new UBootWords();
      case GRUB -> new GrubWords(server, request);
      case IPXE -> new IpxeWords(server, request);
      case PI_CONFIG, PI_COMMAND_LINE -> new RaspberryPiWords();
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
