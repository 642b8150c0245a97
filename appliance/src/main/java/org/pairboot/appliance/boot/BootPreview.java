package org.pairboot.appliance.boot;

import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pairboot.appliance.boot.name.GeneratedPaths;
import org.pairboot.appliance.boot.name.MachineFacts;
import org.pairboot.appliance.boot.name.RaspberryPiNames;
import org.pairboot.appliance.boot.planner.BootPlan;
import org.pairboot.appliance.boot.script.BootFiles;
import org.pairboot.appliance.document.Document;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.MachineIdentity.Firmware;
import org.pairboot.appliance.plan.Selector.Kind;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.BootRequest.Evidence;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.artifacts.catalog.RequestName;
import org.pairboot.conf.KebabCase;

/**
 * What a machine would get: the boot service's answers to the requests of its loader, one after the
 * other as the loader makes them, without effects.
 *
 * @param reported of the machine by its loader, as far as a script asks for it
 * @param ignored what the loader does not report, though it was given
 * @param requests in order; the last one got the answer
 * @param answer to the last request
 * @param files what the script makes the loader fetch; empty unless an image boots
 */
public record BootPreview(
    MachineIdentity reported,
    List<String> ignored,
    List<Request> requests,
    Answer.Planned answer,
    Optional<BootFiles> files) {

  /** A request of the loader for its script, and what it gets. */
  public record Request(BootRequest asked, Answer answer) {
    /** What the server sends, in a word or two. */
    public String outcome() {
      return switch (answer) {
        case Answer.AskOn ask -> "no file";
        case Answer.AskWho ask -> "question";
        case Answer.Planned planned -> planned.script().isPresent() ? "script" : "no file";
      };
    }
  }

  /** Who reads the script, and what it reports of the machine on which it runs. */
  public enum Loader {
    PXELINUX(
        EnumSet.of(Kind.MAC, Kind.UUID, Kind.FIRMWARE),
        List.of("tsize", "blksize"),
        "Syslinux/6.04"),
    GRUB(
        EnumSet.of(Kind.MAC, Kind.ARCHITECTURE, Kind.FIRMWARE),
        List.of("blksize", "tsize"),
        "GRUB 2.06"),
    IPXE(EnumSet.allOf(Kind.class), List.of("blksize", "tsize"), "iPXE/1.21"),
    U_BOOT(EnumSet.of(Kind.MAC), List.of("timeout", "tsize", "blksize"), "U-Boot"),
    RASPBERRY_PI(EnumSet.of(Kind.MAC, Kind.SERIAL), List.of("tsize", "blksize"), "");

    private final Set<Kind> reports;
    private final List<String> options;
    private final String userAgent;

    /**
     * @param options of TFTP in the order of its requests
     */
    Loader(Set<Kind> reports, List<String> options, String userAgent) {
      this.reports = reports;
      this.options = options;
      this.userAgent = userAgent;
    }

    /** As it is written in options. */
    @Override
    public String toString() {
      return KebabCase.of(this);
    }

    /** What is not known though {@code given}, in the order of {@link Kind}. */
    private List<String> ignored(MachineIdentity given) {
      Set<Kind> ignored = given.known();
      ignored.removeAll(reports);
      ignored.remove(Kind.SUBNET);
      return ignored.stream().map(Kind::key).toList();
    }

    private MachineIdentity reported(MachineIdentity given) {
      MachineIdentity reported = given.only(reports);
      boolean bios = this == PXELINUX && reported.firmware().isEmpty();
      return bios
          ? reported.withPlatform(reported.architecture(), Optional.of(Firmware.BIOS))
          : reported;
    }

    private Evidence evidence(Protocol protocol) {
      return switch (protocol) {
        case TFTP -> Evidence.ofTftp(options);
        case HTTP -> new Evidence(false, false, userAgent, List.of(), Optional.empty());
      };
    }

    /** The names that it asks for on its own, the most specific first. */
    private List<String> names(MachineIdentity machine) {
      Optional<String> mac = machine.mac().map(address -> "01-" + address.text("-"));
      List<String> names = new ArrayList<>();
      switch (this) {
        case PXELINUX -> {
          String directory = directory(machine) + "pxelinux.cfg/";
          machine.uuid().ifPresent(uuid -> names.add(directory + uuid));
          mac.ifPresent(name -> names.add(directory + name));
          names.add(directory + "default");
        }
        case U_BOOT -> {
          mac.ifPresent(name -> names.add("pxelinux.cfg/" + name));
          names.add("pxelinux.cfg/default");
        }
        case GRUB -> {
          mac.ifPresent(name -> names.add("grub/grub.cfg-" + name));
          names.add("grub/grub.cfg");
        }
        case IPXE -> names.add("boot.ipxe");
        case RASPBERRY_PI ->
            names.add(
                machine
                        .serial()
                        .map(serial -> serial.toLowerCase(Locale.ROOT))
                        .filter(RaspberryPiNames::isSerial)
                        .or(() -> machine.mac().map(address -> address.text("-")))
                        .orElse("00000000")
                    + "/config.txt");
      }
      return names;
    }

    /** syslinux.efi looks for everything below the directory that it came from. */
    private static String directory(MachineIdentity machine) {
      if (!machine.firmware().equals(Optional.of(Firmware.UEFI))) {
        return "";
      }
      return machine.architecture().equals(Optional.of(Architecture.I386)) ? "efi32/" : "efi64/";
    }

    /** The path for which the script {@code question} makes it ask; see the templates. */
    private String identified(MachineIdentity machine) {
      String mac = machine.mac().map(address -> address.text(this == GRUB ? ":" : "-")).orElse("");
      String architecture = machine.architecture().map(this::spelling).orElse("");
      return switch (this) {
        case GRUB ->
            "grub/grub.cfg-mac=%s,arch=%s,platform=%s"
                .formatted(mac, architecture, platform(machine, "pc"));
        default ->
            "boot.ipxe/mac=%s/uuid=%s/arch=%s/platform=%s/serial=%s/asset=%s"
                .formatted(
                    mac,
                    machine.uuid().map(String::valueOf).orElse(""),
                    architecture,
                    platform(machine, "pcbios"),
                    escaped(machine.serial()),
                    escaped(machine.assetTag()));
      };
    }

    /** GRUB and iPXE call 64-bit ARM arm64. */
    private String spelling(Architecture architecture) {
      return architecture == Architecture.AARCH64 ? "arm64" : architecture.toString();
    }

    private static String platform(MachineIdentity machine, String bios) {
      return machine.firmware().map(kind -> kind == Firmware.BIOS ? bios : "efi").orElse("");
    }

    private static String escaped(Optional<String> value) {
      return URLEncoder.encode(value.orElse(""), StandardCharsets.UTF_8).replace("+", "%20");
    }
  }

  /**
   * @param given everything that is known of the machine
   * @param protocol by which the loader itself was loaded
   * @param local the address of this server that the machine uses, and the port of {@code protocol}
   */
  public static BootPreview of(
      MachineIdentity given,
      Loader loader,
      Protocol protocol,
      InetSocketAddress local,
      BootService service) {
    MachineIdentity machine = loader.reported(given);
    KnownMachines memory = new KnownMachines(System::nanoTime);
    List<Request> requests = new ArrayList<>();
    Deque<BootRequest> open = new ArrayDeque<>();
    for (String name : loader.names(machine)) {
      open.add(request(name, loader, protocol, machine, local));
    }
    while (true) {
      BootRequest request = open.remove();
      Question question = Question.of(request, memory).orElseThrow();
      question.remember(memory);
      Answer answer = service.answer(question.at(machine.address()));
      requests.add(new Request(request, answer));
      switch (answer) {
        case Answer.AskOn ask -> {}
        case Answer.AskWho ask -> {
          // iPXE is sent to HTTP where there is any.
          Protocol next =
              loader == Loader.IPXE && service.isServed(Choice.HTTP, request)
                  ? Protocol.HTTP
                  : protocol;
          open.addFirst(
              request(name(loader.identified(machine), next), loader, next, machine, local));
        }
        case Answer.Planned planned -> {
          return new BootPreview(
              machine, loader.ignored(given), requests, planned, service.files(planned));
        }
      }
    }
  }

  private static BootRequest request(
      String name,
      Loader loader,
      Protocol protocol,
      MachineIdentity machine,
      InetSocketAddress local) {
    InetSocketAddress peer =
        new InetSocketAddress(machine.address().orElse(local.getAddress()), local.getPort());
    return new BootRequest(name, protocol, peer, local, loader.evidence(protocol));
  }

  /** The name as the server reads it: iPXE decodes a path before it asks for it over TFTP. */
  private static String name(String path, Protocol protocol) {
    RequestName read =
        switch (protocol) {
          case HTTP -> RequestName.fromHttpPath(path);
          case TFTP ->
              RequestName.fromTftp(
                  URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8)
                      .getBytes(StandardCharsets.UTF_8));
        };
    return read instanceof RequestName.Accepted(String name) ? name : path;
  }

  /** Why nothing boots from the network though the plans want it, if so. */
  public Optional<String> refusal() {
    return switch (answer.plan()) {
      case BootPlan.Boot boot ->
          boot.onlyOn().isEmpty() || reported.architecture().isEmpty()
              ? Optional.empty()
              : refusal(boot, reported.architecture().get());
      case BootPlan.Nothing nothing -> Optional.of(nothing.reason());
      case BootPlan.LocalDisk disk -> disk.refusal();
      case BootPlan.Chain chain -> Optional.empty();
      case BootPlan.Menu menu -> Optional.empty();
    };
  }

  /** What the script finds out on the machine. */
  private Optional<String> refusal(BootPlan.Boot boot, Architecture architecture) {
    boolean runs =
        boot.onlyOn().stream()
            .filter(platform -> platform.architecture() == architecture)
            .anyMatch(
                platform -> reported.firmware().map(platform.firmware()::equals).orElse(true));
    return runs
        ? Optional.empty()
        : Optional.of(
            "%s is for %s, this machine is %s"
                .formatted(
                    boot.image().ref(), boot.image().architecture().orElseThrow(), architecture));
  }

  /** The paths of the documents that the machine can fetch, without a leading slash. */
  public List<String> documents() {
    String directory = GeneratedPaths.DOCUMENTS.directory(MachineFacts.of(answer.machine()).text());
    return answer.decision().profile().documents().all().stream()
        .map(Document::name)
        .map(name -> directory + "/" + name)
        .toList();
  }
}
