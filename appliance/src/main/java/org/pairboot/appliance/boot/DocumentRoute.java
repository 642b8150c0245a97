package org.pairboot.appliance.boot;

import java.util.Map;
import java.util.Optional;
import org.pairboot.appliance.boot.ProfileResolver.Decided;
import org.pairboot.appliance.boot.name.GeneratedPaths;
import org.pairboot.appliance.boot.name.GeneratedPaths.Asked;
import org.pairboot.appliance.boot.name.MachineFacts;
import org.pairboot.appliance.boot.script.ServerAddresses;
import org.pairboot.appliance.document.Document.DocumentException;
import org.pairboot.appliance.document.MachineVariables;
import org.pairboot.appliance.machine.BootAttempts;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.appliance.plan.Decision.Chosen;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.Profile;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.content.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code documents/MACHINE/NAME}, filled in for the machine, and {@code
 * documents/MACHINE/ignition.img}.
 */
final class DocumentRoute {
  private static final Logger LOG = LoggerFactory.getLogger("org.pairboot.plans");

  private final ProfileResolver resolver;
  private final ServerAddresses server;
  private final BootAttempts attempts;

  DocumentRoute(BootService.Sources sources) {
    this.resolver = new ProfileResolver(sources.plans());
    this.server = sources.server();
    this.attempts = sources.attempts();
  }

  Optional<Content> resolve(Asked asked, BootRequest request) {
    return resolver
        .decide(asked.owner(), request)
        .flatMap(decided -> document(asked, decided, request));
  }

  private Optional<Content> document(Asked asked, Decided decided, BootRequest request) {
    String name = asked.file();
    Profile profile = decided.decision().profile();
    Map<String, Object> variables = variables(decided, asked.owner(), request);
    try {
      if (name.equals(GeneratedPaths.IGNITION_INITRD) && profile.initrdDocument().isPresent()) {
        return Optional.of(profile.initrdDocument().get().initrd(variables));
      }
      return profile.documents().find(name).isPresent()
          ? Optional.of(profile.documents().find(name).get().content(variables))
          : Optional.empty();
    } catch (DocumentException e) {
      // Checked for every machine of the plans when they were read, but not for this one.
      LOG.error("{} gets no {}: {}", decided.name(), name, e.getMessage());
      return Optional.empty();
    }
  }

  private Map<String, Object> variables(Decided decided, String facts, BootRequest request) {
    MachineIdentity machine = decided.machine();
    String base = server.base(Choice.AUTO, request).orElse("");
    return new MachineVariables(
            machine.mac().map(MacAddress::toString).orElse(""),
            machine.uuid().map(String::valueOf).orElse(""),
            machine.serial().orElse(""),
            machine.assetTag().orElse(""),
            decided.decision().chosen().map(Chosen::machine).map(m -> m.name()).orElse(""),
            request.peer().getAddress().getHostAddress(),
            server.base(Choice.HTTP, request).orElse(""),
            server.base(Choice.HTTPS, request).orElse(""),
            server.base(Choice.TFTP, request).orElse(""),
            base + "/" + GeneratedPaths.DOCUMENTS.directory(facts),
            base
                + "/"
                + GeneratedPaths.REPORTS.path(facts, GeneratedPaths.BOOTED)
                + token(decided).map(text -> "?token=" + text).orElse(""))
        .with(decided.decision().variables());
  }

  /** The same as in the script of this attempt. */
  private Optional<String> token(Decided decided) {
    return attempts.token(
        attempts.candidate(decided.decision(), decided.machine()),
        MachineFacts.of(decided.machine()).text());
  }
}
