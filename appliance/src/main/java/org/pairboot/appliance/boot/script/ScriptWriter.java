package org.pairboot.appliance.boot.script;

import java.util.Optional;
import org.pairboot.appliance.boot.planner.BootPlan;
import org.pairboot.appliance.boot.planner.Script;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.artifacts.catalog.BootRequest;

/** Puts a plan into a loader's words. Scripts name one concrete version and never an alias. */
public final class ScriptWriter {
  private final ScriptTemplates templates;
  private final ServerAddresses server;

  public ScriptWriter(ScriptTemplates templates, ServerAddresses server) {
    this.templates = templates;
    this.server = server;
  }

  /** Whether this server answers by {@code protocol}. */
  public boolean isServed(Choice protocol, BootRequest request) {
    return server.base(protocol, request).isPresent();
  }

  /** {@code plan}, or why the loader would not read its script as it is meant. */
  public BootPlan feasible(BootPlan plan, Recipient recipient) {
    return plan instanceof BootPlan.Boot boot
        ? new PageWriter(boot.script(), server, recipient)
            .objection(boot)
            .<BootPlan>map(reason -> new BootPlan.Nothing(boot.chosen(), reason))
            .orElse(boot)
        : plan;
  }

  /**
   * The script, or empty where the loader has no words for the plan: a loader that gets nothing
   * continues with the next boot device.
   *
   * @param plan a feasible one
   */
  public Optional<String> write(Script script, BootPlan plan, Recipient recipient) {
    if (script.isOfRaspberryPi() && !(plan instanceof BootPlan.Boot)) {
      return Optional.empty();
    }
    ScriptModel model = new PageWriter(script, server, recipient).model(plan);
    return Optional.of(templates.render(script, model));
  }

  /** What the script for {@code plan} makes the loader fetch. */
  public BootFiles files(BootPlan.Boot plan, Recipient recipient) {
    BootWriter writer = new BootWriter(server, recipient);
    ScriptModel.Boot boot = writer.boot(plan);
    return new BootFiles(
        boot.kernel(),
        boot.initrds().stream().map(ScriptModel.Initrd::url).toList(),
        writer.arguments(plan).toString());
  }

  /** The script that has a machine ask again and say who it is. */
  public String question(Script script, BootRequest request) {
    String base = server.base(Choice.AUTO, request).orElse("");
    String device = server.grubDevice(LoaderSyntax.own(request), request).orElse("");
    return templates.render(script, new ScriptModel.Question(base, device));
  }
}
