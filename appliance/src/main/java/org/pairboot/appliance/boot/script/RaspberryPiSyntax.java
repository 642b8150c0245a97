package org.pairboot.appliance.boot.script;

import org.pairboot.appliance.plan.Action.PartProtocols.Choice;

/** The boot ROM: it puts the directory in front in which it found its configuration. */
record RaspberryPiSyntax() implements LoaderSyntax {

  @Override
  public String part(Choice protocol, String path) {
    return path;
  }

  @Override
  public String again(String name) {
    return "/" + name;
  }
}
