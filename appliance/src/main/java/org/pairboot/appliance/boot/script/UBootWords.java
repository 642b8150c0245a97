package org.pairboot.appliance.boot.script;

import org.pairboot.appliance.plan.Action.PartProtocols.Choice;

/** U-Boot: whole paths on the one TFTP server that it knows. */
record UBootWords() implements LoaderWords {

  @Override
  public String part(Choice protocol, String path) {
    return "/" + path;
  }

  @Override
  public String again(String name) {
    return "/" + name;
  }
}
