package org.pairboot.appliance.boot;

import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pairboot.appliance.boot.name.GeneratedPaths;
import org.pairboot.appliance.boot.name.MachineFacts;
import org.pairboot.appliance.boot.planner.BootPlan;
import org.pairboot.appliance.boot.planner.BootPlanner;
import org.pairboot.appliance.boot.planner.Script;
import org.pairboot.appliance.boot.script.Recipient;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.boot.script.ScriptWriter;
import org.pairboot.appliance.boot.script.ServerAddresses;
import org.pairboot.appliance.document.Document;
import org.pairboot.appliance.once.OneTimeBoots;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.MachineIdentity.Firmware;
import org.pairboot.appliance.plan.Selector.Kind;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.conf.KebabCase;

/**
 * What a machine would get, without a server and without noting anything.
 *
 * @param machine as far as its loader tells of it
 * @param ignored what the loader does not tell, though it was given
 * @param reason which machine of the plans it is, with which profile, and why
 * @param action {@code boot}, {@code local-disk}, {@code menu} or {@code nothing}
 * @param image {@code NAME@VERSION}
 * @param method how initramfs and rootfs reach it
 * @param methodReason why so, or why there is nothing to boot
 * @param documents names under which it can fetch documents, without a leading slash
 * @param script for its loader; empty where that gets nothing
 */
public record BootPreview(
    MachineIdentity machine,
    List<String> ignored,
    String reason,
    String action,
    Optional<String> image,
    Optional<String> method,
    Optional<String> methodReason,
    Optional<String> kernelArguments,
    List<String> documents,
    Optional<String> script) {

  /** Who reads the script, and what it tells of the machine on which it runs. */
  public enum Loader {
    PXELINUX(Script.PXELINUX, EnumSet.of(Kind.MAC, Kind.UUID, Kind.FIRMWARE)),
    GRUB(Script.GRUB, EnumSet.of(Kind.MAC, Kind.ARCHITECTURE, Kind.FIRMWARE)),
    IPXE(Script.IPXE, EnumSet.allOf(Kind.class)),
    U_BOOT(Script.U_BOOT, EnumSet.of(Kind.MAC)),
    RASPBERRY_PI(Script.PI_CONFIG, EnumSet.of(Kind.MAC, Kind.SERIAL));

    private final Script script;
    private final Set<Kind> tells;

    Loader(Script script, Set<Kind> tells) {
      this.script = script;
      this.tells = tells;
    }

    /** As it is written in options. */
    @Override
    public String toString() {
      return KebabCase.of(this);
    }

    /** What is not known though {@code given}, in the order of {@link Kind}. */
    private List<String> ignored(MachineIdentity given) {
      Set<Kind> ignored = given.known();
      ignored.removeAll(tells);
      ignored.remove(Kind.SUBNET);
      return ignored.stream().map(Kind::key).toList();
    }

    /** A name under which it asks for its script. */
    private String asks(MachineIdentity machine) {
      Optional<String> mac = machine.mac().map(address -> "01-" + address.text("-"));
      return switch (this) {
        case PXELINUX, U_BOOT -> "pxelinux.cfg/" + mac.orElse("default");
        case GRUB -> "grub/grub.cfg" + mac.map(name -> "-" + name).orElse("");
        case IPXE -> "boot.ipxe";
        case RASPBERRY_PI -> machine.serial().orElse("serial") + "/config.txt";
      };
    }

    private MachineIdentity told(MachineIdentity given) {
      MachineIdentity told = given.only(tells);
      boolean bios = this == PXELINUX && told.firmware().isEmpty();
      return bios ? told.withPlatform(told.architecture(), Optional.of(Firmware.BIOS)) : told;
    }
  }

  /** Where the parts of a preview come from. */
  public record Sources(
      Snapshot images,
      BootPlans plans,
      ScriptTemplates templates,
      OneTimeBoots once,
      ServerAddresses server) {}

  /**
   * @param given everything that is known of the machine
   * @param local the address and port of this server that the machine uses
   */
  public static BootPreview of(
      MachineIdentity given,
      Loader loader,
      Protocol protocol,
      InetSocketAddress local,
      Sources sources) {
    MachineIdentity machine = loader.told(given);
    InetSocketAddress peer =
        new InetSocketAddress(machine.address().orElse(local.getAddress()), local.getPort());
    BootRequest request = new BootRequest(loader.asks(machine), protocol, peer, local);
    ScriptWriter writer = new ScriptWriter(sources::templates, sources.server());
    Decision decision = sources.plans().decide(machine);
    BootPlan plan =
        new BootPlanner(
                sources.plans(),
                sources.images(),
                choice -> writer.isServed(choice, request),
                sources.once()::isOpen)
            .plan(decision, machine, loader.script);
    Optional<BootPlan.Boot> boot =
        Optional.of(plan).filter(BootPlan.Boot.class::isInstance).map(BootPlan.Boot.class::cast);
    String directory = GeneratedPaths.DOCUMENTS.directory(MachineFacts.of(machine).text());
    return new BootPreview(
        machine,
        loader.ignored(given),
        plan.chosen(),
        action(plan),
        boot.map(b -> b.image().ref().toString()),
        boot.map(b -> b.method().term()),
        boot.map(BootPlan.Boot::reason)
            .or(() ->
                plan instanceof BootPlan.Nothing nothing
                    ? Optional.of(nothing.reason())
                    : Optional.empty()),
        boot.map(BootPlan.Boot::kernelArguments),
        decision.profile().documents().all().stream()
            .map(Document::name)
            .map(name -> directory + "/" + name)
            .toList(),
        writer.write(loader.script, plan, new Recipient(machine, request, Optional.empty())));
  }

  private static String action(BootPlan plan) {
    return switch (plan) {
      case BootPlan.Boot boot -> "boot";
      case BootPlan.LocalDisk disk -> "local-disk";
      case BootPlan.Menu menu -> "menu";
      case BootPlan.Nothing nothing -> "nothing";
    };
  }
}
