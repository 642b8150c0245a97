package org.pairboot.appliance.cli.command;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.pairboot.appliance.boot.BootPreview;
import org.pairboot.appliance.boot.BootPreview.Loader;
import org.pairboot.appliance.boot.BootService;
import org.pairboot.appliance.boot.planner.BootPlan;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.boot.script.ServerAddresses;
import org.pairboot.appliance.cli.command.BaseCommand.DataCommand;
import org.pairboot.appliance.cli.command.ExitCode.UsageException;
import org.pairboot.appliance.cli.view.FleetView;
import org.pairboot.appliance.cli.view.PlanView;
import org.pairboot.appliance.dhcp.ServerAddress;
import org.pairboot.appliance.machine.BootAttempts;
import org.pairboot.appliance.machine.PlannedMachines;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.BootPlans.Machine;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.MachineIdentity.Firmware;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.conf.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code pairboot plan}. */
@Command(
    name = "plan",
    description = {
      "Prints what a machine would get: the image, how its parts reach it, why, and the script.",
      "",
      "Give as much about the machine as you know. What its loader does not report is ignored, as"
          + " it would be when the machine boots, and a note says so.",
      "",
      "It exits with 4 when there is nothing to boot.",
      "",
      "  pairboot plan --mac 52:54:00:12:34:56",
      "  pairboot plan --mac 52:54:00:12:34:56 --loader ipxe --serial ABC123",
      "  pairboot plan --all > before    # to compare with what all machines get after a change",
      ""
    })
final class PlanCommand extends DataCommand {
  @Option(
      names = "--mac",
      paramLabel = "MAC",
      converter = MacConverter.class,
      description = "The MAC address of the network card that it boots from.")
  private MacAddress mac;

  @Option(
      names = "--uuid",
      paramLabel = "UUID",
      description = "The system UUID, as 'dmidecode -s system-uuid' prints it.")
  private UUID uuid;

  @Option(names = "--serial", paramLabel = "TEXT", description = "The serial number.")
  private String serial;

  @Option(names = "--asset-tag", paramLabel = "TEXT", description = "The asset tag.")
  private String assetTag;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description = "The IP address that the machine gets from DHCP.")
  private InetAddress address;

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      converter = ArchitectureConverter.class,
      description = "The architecture, such as x86_64 or aarch64.")
  private Architecture architecture;

  @Option(
      names = "--firmware",
      paramLabel = "KIND",
      description = "The firmware that starts the loader: ${COMPLETION-CANDIDATES}.")
  private Firmware firmware;

  @Option(
      names = "--loader",
      paramLabel = "LOADER",
      converter = LoaderConverter.class,
      description =
          "The loader that reads the script: pxelinux, grub, ipxe, u-boot or raspberry-pi. Default:"
              + " grub for UEFI, otherwise pxelinux.")
  private Loader loader;

  @Option(
      names = "--over-http",
      description = "The loader itself was loaded over HTTP instead of TFTP.")
  private boolean overHttp;

  @Option(
      names = "--server",
      paramLabel = "ADDRESS",
      description = "This server's address, if it listens on several.")
  private InetAddress server;

  @Option(
      names = "--all",
      description =
          "Print a line for each machine of the plans, and one for all others. Default loader:"
              + " ipxe.")
  private boolean all;

  @Override
  public Integer call() throws Exception {
    Settings settings = serverSettings().settings();
    if (all) {
      print(fleet(settings));
      return ExitCode.DONE;
    }
    BootPreview preview =
        BootPreview.of(
            identity(),
            scriptLoader(),
            overHttp ? Protocol.HTTP : Protocol.TFTP,
            local(settings),
            service(settings, plansInForce(settings)));
    print(new PlanView(preview, scriptLoader()));
    boolean nothing =
        preview.refusal().isPresent() && !(preview.answer().plan() instanceof BootPlan.LocalDisk);
    return nothing ? ExitCode.NOTHING_TO_BOOT : ExitCode.DONE;
  }

  /** Of a group, an example. */
  private FleetView fleet(Settings settings) throws Exception {
    if (!identity().known().isEmpty()) {
      throw new UsageException("--all is for all machines; leave out what selects one");
    }
    Loader reader = loader == null ? Loader.IPXE : loader;
    Protocol protocol = overHttp ? Protocol.HTTP : Protocol.TFTP;
    InetSocketAddress local = local(settings);
    BootPlans plans = plansInForce(settings);
    BootService service = service(settings, plans);
    return new FleetView(
        Stream.concat(
                plans.machines().stream()
                    .sorted(Comparator.comparing(Machine::name))
                    .map(machine -> machine.selections().getFirst().example()),
                Stream.of(MachineIdentity.UNKNOWN))
            .map(machine -> BootPreview.of(machine, reader, protocol, local, service))
            .toList());
  }

  /** The service of a server with these settings, at this moment. */
  private BootService service(Settings settings, BootPlans plans) throws Exception {
    Snapshot images = PairbootCommand.openExistingStore(settings).snapshot();
    ScriptTemplates.InForce scripts = ScriptTemplates.inForce(settings);
    scripts.heldBack().forEach(held -> console().say("warning: " + held));
    ScriptTemplates templates = scripts.templates();
    PlannedMachines machines = new PlannedMachines(plans);
    return new BootService(
        new BootService.Sources(
            () -> images,
            () -> plans,
            () -> templates,
            BootAttempts.open(
                settings.dataDir(),
                () -> machines,
                settings.boot().reports(),
                InstantSource.system()),
            ServerAddresses.of(settings)));
  }

  private MachineIdentity identity() {
    return new MachineIdentity(
        Optional.ofNullable(mac),
        Optional.ofNullable(uuid),
        Optional.ofNullable(serial),
        Optional.ofNullable(assetTag),
        Optional.ofNullable(architecture),
        Optional.ofNullable(firmware),
        Optional.ofNullable(address));
  }

  private Loader scriptLoader() {
    if (loader != null) {
      return loader;
    }
    return firmware == Firmware.UEFI ? Loader.GRUB : Loader.PXELINUX;
  }

  private InetSocketAddress local(Settings settings) throws Exception {
    InetSocketAddress listen = overHttp ? settings.http().listen() : settings.tftp().listen();
    InetAddress own =
        server != null
            ? server
            : ServerAddress.of(listen).orElseGet(InetAddress::getLoopbackAddress);
    return new InetSocketAddress(own, listen.getPort());
  }

  /** {@code 52:54:00:12:34:56}. */
  static final class MacConverter implements ITypeConverter<MacAddress> {
    @Override
    public MacAddress convert(String text) {
      return valid(MacAddress.parse(text), text, MacAddress.EXPECTED);
    }
  }

  /** {@code u-boot}. */
  static final class LoaderConverter implements ITypeConverter<Loader> {
    @Override
    public Loader convert(String text) {
      List<Loader> all = List.of(Loader.values());
      return valid(
          all.stream().filter(loader -> loader.toString().equals(text)).findFirst(),
          text,
          "one of " + String.join(", ", all.stream().map(Loader::toString).toList()));
    }
  }

  private static <T> T valid(Optional<T> value, String text, String expected) {
    return value.orElseThrow(
        () -> new TypeConversionException("'" + text + "'; expected " + expected));
  }
}
