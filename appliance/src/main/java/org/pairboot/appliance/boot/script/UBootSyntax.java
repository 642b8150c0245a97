package org.pairboot.appliance.boot.script;

import org.pairboot.appliance.plan.Action.PartProtocols.Choice;

/** U-Boot: whole paths on the one TFTP server that it knows. */
record UBootSyntax() implements LoaderSyntax {

  @Override
  public String part(Choice protocol, String path) {
    return "/" + path;
  }

  @Override
  public String again(String name) {
    return "/" + name;
  }
}
