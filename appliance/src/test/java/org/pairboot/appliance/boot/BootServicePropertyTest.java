package org.pairboot.appliance.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pairboot.appliance.boot.Answer.Effect.BeginBoot;
import org.pairboot.appliance.boot.BootPreview.Loader;
import org.pairboot.appliance.boot.BootPreview.Request;
import org.pairboot.appliance.boot.name.MachineFacts;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.machine.BootAttempts;
import org.pairboot.appliance.machine.Candidate;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.MachineIdentity.Firmware;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.BootRequest.Evidence;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.catalog.RequestName;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.BootSettings.Method;
import org.pairboot.testing.Draw;
import org.pairboot.testing.Property;

/**
 * The preview prints byte for byte what the server sends for the names that a loader asks for, for
 * any loader, protocol, plans and machine; and a probe changes nothing.
 */
class BootServicePropertyTest extends BootTest {
  private static final List<String> PROFILES =
      List.of("plain", "fetched", "arm", "once", "told", "configured", "disk", "menu", "missing");
  private static final String PLANS =
      """
      profiles {
        plain { image = demo }
        fetched { image = live, kernel-arguments { add = "console=ttyS0", remove = quiet } }
        arm { image = arm }
        once { image = demo, next-boot = once, kernel-arguments.add = "done={booted_url}" }
        told { image = live, kernel-arguments.add = "done={booted_url} ks={documents_url}/a.txt" }
        configured {
          image = demo
          documents { "a.txt" { file = a.txt, type = text, template = true } }
        }
        disk { action = local-disk }
        menu { action = menu, menu { title = "Lab", timeout = 5s, profiles = [ told, once, disk ] } }
        missing { image = "other@1" }
        %s
      }
      machines {
        %s
      }
      """;

  private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.1", 69);
  private int published;

  @BeforeEach
  void publish() throws Exception {
    TestImages.publish(boots.store(), "demo", "1.0", "x86_64", false);
    TestImages.publish(boots.store(), "live", "2.0", "x86_64", true);
    TestImages.publish(boots.store(), "arm", "3.0", "aarch64", false);
    Files.writeString(directory.resolve("a.txt"), "{{booted-url}}\n");
  }

  @Test
  void thePreviewIsWhatTheServerSends() {
    Property.tries(150)
        .hold(draw -> {
          BootService.Sources sources = boots.sources(plans(draw), ScriptTemplates.builtIn());
          Catalog server = TestBoots.catalog(sources);
          Loader loader = draw.of(Loader.values());
          Protocol protocol = draw.of(Protocol.values());
          MachineIdentity machine = machine(draw);

          List<Request> requests = preview(sources, machine, loader, protocol);

          for (Request request : requests) {
            sent(server, probing(request.asked()));
          }
          // Had the probes begun a one-time boot, it would be used up now.
          boots.now = boots.now.plus(BootAttempts.TRIES).plusSeconds(1);
          for (Request request : requests) {
            assertThat(sent(server, probing(request.asked()))).isEqualTo(expected(request));
            assertThat(sent(server, request.asked())).isEqualTo(expected(request));
          }
          // A retry within the same attempt gets the same, and so does who looks at it meanwhile.
          assertThat(preview(sources, machine, loader, protocol))
              .extracting(BootServicePropertyTest::expected)
              .isEqualTo(requests.stream().map(BootServicePropertyTest::expected).toList());
        });
  }

  @Test
  void thePreviewAsksForWhatTheQuestionMakesTheLoaderAskFor() {
    Property.tries(100)
        .hold(draw -> {
          BootService.Sources sources = boots.sources(plans(draw), ScriptTemplates.builtIn());
          Loader loader = draw.of(Loader.GRUB, Loader.IPXE);
          MachineIdentity machine = machine(draw);
          List<Request> requests = preview(sources, machine, loader, draw.of(Protocol.values()));

          for (int i = 0; i + 1 < requests.size(); i++) {
            if (requests.get(i).answer() instanceof Answer.AskWho question) {
              assertThat(requests.get(i + 1).asked().name())
                  .isEqualTo(answered(question.text().text(), loader, machine));
            }
          }
        });
  }

  /** Whatever changes between two questions: an image, the plans, the templates or an attempt. */
  @Test
  void aServiceThatKeepsAnswersGivesTheSameAsOneThatHasNone() {
    Property.tries(100)
        .hold(draw -> {
          AtomicReference<BootPlans> plans = new AtomicReference<>(plans(draw));
          AtomicReference<ScriptTemplates> templates =
              new AtomicReference<>(ScriptTemplates.builtIn());
          BootService.Sources sources = boots.sources(plans::get, templates::get);
          BootService keeping = new BootService(sources);
          List<MachineIdentity> machines = draw.list(1, 3, () -> machine(draw));
          for (int step = draw.between(5, 20); step > 0; step--) {
            switch (draw.between(0, 9)) {
              case 0 -> plans.set(plans(draw));
              case 1 -> templates.set(ScriptTemplates.builtIn());
              case 2 ->
                  TestImages.publish(boots.store(), "demo", "v" + published++, "x86_64", false);
              case 3 -> boots.now = boots.now.plus(BootAttempts.TRIES).plusSeconds(1);
              default ->
                  ask(sources, keeping, draw.of(machines.toArray(MachineIdentity[]::new)), draw);
            }
          }
        });
  }

  private static void ask(
      BootService.Sources sources, BootService keeping, MachineIdentity machine, Draw draw) {
    Loader loader = draw.of(Loader.values());
    Protocol protocol = draw.of(Protocol.values());
    List<Request> got = BootPreview.of(machine, loader, protocol, LOCAL, keeping).requests();
    assertThat(got)
        .extracting(BootServicePropertyTest::expected)
        .isEqualTo(
            BootPreview.of(machine, loader, protocol, LOCAL, new BootService(sources))
                .requests()
                .stream()
                .map(BootServicePropertyTest::expected)
                .toList());
    Answer answer = got.getLast().answer();
    for (Answer.Effect effect : draw.bool() ? answer.effects() : List.<Answer.Effect>of()) {
      if (effect instanceof BeginBoot(Candidate candidate, boolean oneTime)) {
        sources.attempts().begin(candidate, oneTime);
        if (answer instanceof Answer.Planned planned && draw.bool()) {
          String facts = MachineFacts.of(machine).text();
          sources.attempts().report(candidate, planned.recipient().token(), facts);
        }
      }
    }
  }

  private BootPlans plans(Draw draw) throws Exception {
    List<String> conditions =
        new ArrayList<>(
            List.of(
                "mac = \"52:54:00:00:00:0" + draw.between(1, 4) + '"',
                "uuid = \"" + uuid(draw) + '"',
                "serial = \"" + serial(draw) + '"',
                "mac-prefix = \"52:54:0" + draw.between(0, 1) + '"',
                "architecture = " + draw.of("x86_64", "aarch64"),
                "firmware = " + draw.of("bios", "uefi"),
                "subnet = \"192.0.2." + 8 * draw.between(0, 3) + "/29\""));
    Collections.shuffle(conditions, draw.random());
    StringBuilder machines = new StringBuilder();
    for (String condition : conditions.subList(0, draw.between(0, 4))) {
      machines.append(
          "m%d { select { %s }, profile = %s }%n"
              .formatted(machines.length(), condition, draw.of(PROFILES.toArray(String[]::new))));
    }
    String fallback =
        draw.bool()
            ? "default { image = live }"
            : draw.of("", "default { image = demo, next-boot = once }");
    Path file = Files.writeString(directory.resolve("p.conf"), PLANS.formatted(fallback, machines));
    return PlanReader.read(
        new BootSettings(Optional.empty(), Method.AUTO, "", List.of(file), Optional.empty()));
  }

  private static UUID uuid(Draw draw) {
    return new UUID(0x564d_1234_0000_4000L, 0x8000_0000_0000_0000L + draw.between(1, 3));
  }

  private static String serial(Draw draw) {
    return draw.of("ABC123", "a b", "x/y/z", "50%", "0000abcd", "q'q", "s=t");
  }

  private static MachineIdentity machine(Draw draw) {
    return new MachineIdentity(
        draw.optional(() -> new MacAddress(0x5254_0000_0000L + draw.between(1, 4))),
        draw.optional(() -> uuid(draw)),
        draw.optional(() -> serial(draw)),
        draw.optional(() -> serial(draw)),
        draw.optional(() -> draw.of(Architecture.values())),
        draw.optional(() -> draw.of(Firmware.values())),
        Optional.of(InetAddress.ofLiteral("192.0.2." + draw.between(1, 30))));
  }

  private static List<Request> preview(
      BootService.Sources sources, MachineIdentity machine, Loader loader, Protocol protocol) {
    InetSocketAddress local =
        new InetSocketAddress("192.0.2.1", protocol == Protocol.TFTP ? 69 : 8080);
    return BootPreview.of(machine, loader, protocol, local, new BootService(sources)).requests();
  }

  private static String expected(Request request) {
    return request.answer().script().orElse("not found");
  }

  private static String sent(Catalog server, BootRequest request) throws Exception {
    return server.resolve(request).isPresent() ? TestBoots.get(server, request) : "not found";
  }

  private static BootRequest probing(BootRequest asked) {
    Evidence evidence = asked.evidence();
    return new BootRequest(
        asked.name(),
        asked.protocol(),
        asked.peer(),
        asked.local(),
        new Evidence(true, false, evidence.userAgent(), evidence.options(), evidence.query()));
  }

  /** The name for which {@code loader} asks on {@code machine} when it runs {@code script}. */
  private static String answered(String script, Loader loader, MachineIdentity machine) {
    boolean grub = loader == Loader.GRUB;
    Matcher command =
        Pattern.compile(grub ? "configfile \"\\([^)]*\\)(\\S+)\"" : "chain \\w+://[^/]*(\\S+)")
            .matcher(script);
    assertThat(command.find()).as(script).isTrue();
    String mac = machine.mac().map(address -> address.text(grub ? ":" : "-")).orElse("");
    String architecture =
        machine
            .architecture()
            .map(a -> a == Architecture.AARCH64 ? "arm64" : a.toString())
            .orElse("");
    Optional<Firmware> firmware = machine.firmware();
    String bios = grub ? "pc" : "pcbios";
    String path =
        command
            .group(1)
            .replace(grub ? "$net_default_mac" : "${netX/mac:hexhyp}", mac)
            .replace("${uuid}", machine.uuid().map(UUID::toString).orElse(""))
            .replace(grub ? "$grub_cpu" : "${buildarch}", architecture)
            .replace(
                grub ? "$grub_platform" : "${platform}",
                firmware.map(kind -> kind == Firmware.BIOS ? bios : "efi").orElse(""))
            .replace("${serial:uristring}", uriString(machine.serial()))
            .replace("${asset:uristring}", uriString(machine.assetTag()));
    return RequestName.fromHttpPath(path) instanceof RequestName.Accepted(String name)
        ? name
        : "refused: " + path;
  }

  private static String uriString(Optional<String> value) {
    return URLEncoder.encode(value.orElse(""), StandardCharsets.UTF_8).replace("+", "%20");
  }
}
