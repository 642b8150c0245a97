package org.pairboot.appliance.boot;

import java.net.InetAddress;
import java.util.Optional;
import org.pairboot.appliance.boot.name.ScriptNames;
import org.pairboot.appliance.boot.name.ScriptNames.Stage;
import org.pairboot.appliance.boot.planner.Script;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.artifacts.catalog.BootRequest;

/**
 * Who asks for a script, and what is known of the machine then.
 *
 * @param script in the dialect of the loader, as the request itself reveals it
 * @param stage what the loader does when it gets nothing
 * @param told what the name says of the machine
 * @param machine the same, with what the machine at this address told just before, and the address
 */
public record Question(
    Script script,
    Stage stage,
    MachineIdentity told,
    MachineIdentity machine,
    BootRequest request) {

  /** The question that {@code request} asks, if its name is that of a script. */
  static Optional<Question> of(BootRequest request, KnownMachines memory) {
    return ScriptNames.of(request)
        .map(asked -> {
          MachineIdentity told = asked.told().identity();
          // Behind a proxy, one address stands for any number of machines.
          MachineIdentity known =
              request.evidence().proxied()
                  ? told
                  : memory.recall(request.peer().getAddress(), told);
          return new Question(
              asked.script(),
              asked.stage(),
              told,
              known.withAddress(Optional.of(request.peer().getAddress())),
              request);
        });
  }

  /** The same question from another address, or from one that is not known. */
  Question at(Optional<InetAddress> address) {
    return new Question(script, stage, told, machine.withAddress(address), request);
  }

  /** Remembers what the machine told, so that its next request may tell less. */
  void remember(KnownMachines memory) {
    if (!request.evidence().proxied()) {
      memory.learn(request.peer().getAddress(), told);
    }
  }
}
