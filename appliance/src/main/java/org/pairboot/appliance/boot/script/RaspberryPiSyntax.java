package org.pairboot.appliance.boot.script;

import java.util.Optional;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.artifacts.content.KernelArguments;

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

  @Override
  public String arguments(KernelArguments arguments) {
    return arguments.toString();
  }

  /** Most of these boards have one card. */
  @Override
  public Optional<String> card(MachineIdentity machine) {
    return Optional.empty();
  }

  @Override
  public String text(String text) {
    return text;
  }
}
