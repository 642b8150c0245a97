package org.pairboot.appliance.boot.script;

import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.artifacts.catalog.BootRequest;

/** PXELINUX: {@code ::/} is the TFTP server from which it came, and lpxelinux takes URLs too. */
record PxelinuxSyntax(ServerAddresses server, BootRequest request) implements LoaderSyntax {

  @Override
  public String part(Choice protocol, String path) {
    Choice own = LoaderSyntax.own(request);
    boolean elsewhere = protocol != own && protocol != Choice.AUTO;
    return own == Choice.TFTP && !elsewhere
        ? "::/" + path
        : server.url(elsewhere ? protocol : own, path, request);
  }

  @Override
  public String again(String name) {
    return LoaderSyntax.own(request) == Choice.HTTP
        ? server.base(Choice.HTTP, request).orElse("") + "/" + name
        : "::/" + name;
  }
}
