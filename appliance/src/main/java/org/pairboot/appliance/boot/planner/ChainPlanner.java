package org.pairboot.appliance.boot.planner;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.pairboot.appliance.plan.Action;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.MachineIdentity.Firmware;
import org.pairboot.appliance.plan.MachineWords;

/**
 * Decides whether a loader can continue with what another server has.
 *
 * <p>iPXE takes anything by its chain command. GRUB reads scripts with configfile and starts UEFI
 * programs with chainloader. PXELINUX reads its own scripts with CONFIG, and starts programs of PXE
 * and what has the form of a Linux kernel. U-Boot and the Raspberry Pi know their one server only.
 */
final class ChainPlanner {
  private final Action.Chain wanted;
  private final Decision decision;
  private final MachineIdentity machine;
  private final Script script;

  ChainPlanner(Action.Chain wanted, Decision decision, MachineIdentity machine, Script script) {
    this.wanted = wanted;
    this.decision = decision;
    this.machine = machine;
    this.script = script;
  }

  BootPlan plan() {
    MachineWords words = new MachineWords(machine, decision);
    Optional<String> missing = words.missing(wanted.url());
    if (missing.isPresent()) {
      return nothing("the URL needs {" + missing.get() + "}, which is not known of this machine");
    }
    String url = words.fillUrl(wanted.url());
    URI uri = URI.create(url);
    Choice protocol = Choice.valueOf(uri.getScheme().toUpperCase(Locale.ROOT));
    ChainedFile file = ChainedFile.of(uri.getPath());
    if (!canChain(protocol, file)) {
      return nothing("%s cannot continue with %s; %s".formatted(script.loader(), url, remedy()));
    }
    return new BootPlan.Chain(decision.reason(), url, file);
  }

  private boolean canChain(Choice protocol, ChainedFile file) {
    boolean bios = !machine.firmware().equals(Optional.of(Firmware.UEFI));
    boolean uefi = !machine.firmware().equals(Optional.of(Firmware.BIOS));
    return script.canFetch(protocol)
        && switch (script) {
          case IPXE -> true;
          case GRUB -> file == ChainedFile.SCRIPT || (file == ChainedFile.EFI_PROGRAM && uefi);
          case PXELINUX ->
              switch (file) {
                case SCRIPT -> true;
                case PXE_PROGRAM, KERNEL -> bios;
                case EFI_PROGRAM, IPXE_SCRIPT -> false;
              };
          case U_BOOT, PI_CONFIG, PI_COMMAND_LINE -> false;
        };
  }

  private String remedy() {
    return script == Script.GRUB || script == Script.PXELINUX
        ? "iPXE can, as the loader of this machine"
        : "it knows this server only";
  }

  private BootPlan nothing(String reason) {
    return new BootPlan.Nothing(decision.reason(), reason);
  }
}
