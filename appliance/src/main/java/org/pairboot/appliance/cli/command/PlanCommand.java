package org.pairboot.appliance.cli.command;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.pairboot.appliance.boot.BootPreview;
import org.pairboot.appliance.boot.BootPreview.Loader;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.boot.script.ServerAddresses;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.dhcp.ServerAddress;
import org.pairboot.appliance.once.OneTimeBoots;
import org.pairboot.appliance.plan.Architecture;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.MachineIdentity.Firmware;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.artifacts.catalog.Protocol;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.conf.HttpSettings;
import org.pairboot.conf.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code pairboot plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Prints what a machine would get: the image, how its parts reach it, why, and the script.",
      "",
      "Say as much of the machine as you know. What its loader does not tell is left out, as it"
          + " would be",
      "when the machine boots, and named in a note.",
      "",
      "  pairboot plan --mac 52:54:00:12:34:56",
      "  pairboot plan --mac 52:54:00:12:34:56 --loader ipxe --serial ABC123 --firmware uefi",
      ""
    })
final class PlanCommand implements Callable<Integer> {
  @ParentCommand private PairbootCommand pairboot;

  @Option(
      names = "--mac",
      paramLabel = "MAC",
      converter = FactConverters.Mac.class,
      description = "The MAC address of the network card that boots.")
  private MacAddress mac;

  @Option(
      names = "--uuid",
      paramLabel = "UUID",
      description = "The UUID of the system, as 'dmidecode -s system-uuid' prints it.")
  private UUID uuid;

  @Option(names = "--serial", paramLabel = "TEXT", description = "The serial number.")
  private String serial;

  @Option(names = "--asset-tag", paramLabel = "TEXT", description = "The asset tag.")
  private String assetTag;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description = "The address that the machine has from DHCP.")
  private InetAddress address;

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      converter = FactConverters.Processor.class,
      description = "The processor, such as x86_64 or aarch64.")
  private Architecture architecture;

  @Option(
      names = "--firmware",
      paramLabel = "KIND",
      description = "What starts the loader: ${COMPLETION-CANDIDATES}.")
  private Firmware firmware;

  @Option(
      names = "--loader",
      paramLabel = "LOADER",
      converter = FactConverters.LoaderName.class,
      description =
          "Who reads the script: pxelinux, grub, ipxe, u-boot or raspberry-pi. Without it pxelinux,"
              + " and grub for UEFI.")
  private Loader loader;

  @Option(
      names = "--over-http",
      description = "The loader itself came over HTTP, and not over TFTP.")
  private boolean overHttp;

  @Option(
      names = "--server",
      paramLabel = "ADDRESS",
      description = "This server's address, where it listens on several.")
  private InetAddress server;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws Exception {
    Settings settings = pairboot.settings();
    BootPreview.Sources sources =
        new BootPreview.Sources(
            ImageStore.openExisting(settings.dataDir(), ImageStore.Options.defaults()).snapshot(),
            PlanReader.read(settings.boot()),
            ScriptTemplates.load(settings.boot().templates(), file -> {}),
            OneTimeBoots.below(settings.dataDir()),
            addresses(settings));
    BootPreview preview =
        BootPreview.of(
            identity(),
            reader(),
            overHttp ? Protocol.HTTP : Protocol.TFTP,
            local(settings),
            sources);
    if (json.isGiven()) {
      pairboot.console().printJson(jsonOf(preview));
    } else {
      print(preview);
    }
    return ExitCode.DONE;
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

  private Loader reader() {
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

  private static ServerAddresses addresses(Settings settings) {
    HttpSettings http = settings.http();
    return new ServerAddresses(
            () -> Optional.of(settings.tftp().listen()).filter(listen -> settings.tftp().enabled()),
            () -> Optional.of(http.listen()).filter(listen -> http.enabled()),
            () ->
                Optional.of(http.tls().listen())
                    .filter(listen -> http.enabled() && http.tls().enabled()))
        .advertisedBy(settings);
  }

  private void print(BootPreview preview) {
    Console console = pairboot.console();
    preview
        .ignored()
        .forEach(fact ->
            console.say(
                "note: %s does not tell the %s, so it is not considered"
                    .formatted(reader(), fact)));
    console.print("known of it        " + preview.machine());
    console.print("chosen             " + preview.reason());
    console.print("action             " + preview.action());
    preview.image().ifPresent(image -> console.print("image              " + image));
    preview.method().ifPresent(method -> console.print("boot method        " + method));
    preview.methodReason().ifPresent(why -> console.print("why                " + why));
    preview
        .kernelArguments()
        .filter(arguments -> !arguments.isEmpty())
        .ifPresent(arguments -> console.print("kernel arguments   " + arguments));
    preview.documents().forEach(name -> console.print("document           /" + name));
    console.print("");
    console.print(
        preview
            .script()
            .map(String::stripTrailing)
            .orElse("(" + reader() + " gets no script, and goes on to its next boot device)"));
  }

  private static Map<String, Object> jsonOf(BootPreview preview) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("known", preview.machine().toString());
    all.put("ignored", preview.ignored());
    all.put("chosen", preview.reason());
    all.put("action", preview.action());
    all.put("image", preview.image().orElse(null));
    all.put("method", preview.method().orElse(null));
    all.put("reason", preview.methodReason().orElse(null));
    all.put("kernel_arguments", preview.kernelArguments().orElse(null));
    all.put("documents", preview.documents());
    all.put("script", preview.script().orElse(null));
    return all;
  }
}
