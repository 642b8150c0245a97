package org.pairboot.appliance.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.boot.oracle.Reading;
import org.pairboot.appliance.boot.planner.BootPlan;
import org.pairboot.appliance.boot.planner.BootPlanner;
import org.pairboot.appliance.boot.planner.Script;
import org.pairboot.appliance.boot.script.Recipient;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.boot.script.ScriptWriter;
import org.pairboot.appliance.boot.script.ServerAddresses;
import org.pairboot.appliance.document.DocumentSet;
import org.pairboot.appliance.machine.Standing.Verdict;
import org.pairboot.appliance.plan.Action;
import org.pairboot.appliance.plan.ArgumentChange;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.appliance.plan.Profile;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.content.KernelArguments.Argument;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.BootSettings.Method;
import org.pairboot.testing.Draw;
import org.pairboot.testing.Property;

/**
 * Whatever is in kernel arguments, variables, titles, reasons, request names and what a machine
 * tells of itself: each loader reads the script as it is meant, by the rules of its own grammar.
 */
class LoaderGrammarsPropertyTest {
  /** All signs that mean something to a loader or to the kernel, and some that do not. */
  private static final String SIGNS = "ab=\" '\\${}()#;|&<>*?[]~^!,.:-%@/x";

  private static final List<Script> LOADERS =
      List.of(Script.PXELINUX, Script.U_BOOT, Script.GRUB, Script.IPXE, Script.PI_COMMAND_LINE);

  private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.77", 2070);
  private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 69);
  private static final MachineIdentity MACHINE =
      MachineIdentity.UNKNOWN
          .withMac(MacAddress.parse(Reading.MAC).orElseThrow())
          .withUuid(new UUID(1, 2))
          .withAddress(Optional.of(InetAddress.ofLiteral("192.0.2.77")));

  @TempDir private Path directory;
  private ImageStore store;
  private BootPlans plans;
  private final ScriptTemplates templates = ScriptTemplates.builtIn();
  private final ScriptWriter writer =
      new ScriptWriter(
          templates,
          new ServerAddresses(
              () -> Optional.of(SERVER),
              () -> Optional.of(new InetSocketAddress("192.0.2.1", 8080)),
              Optional::empty));

  @BeforeEach
  void publish() throws Exception {
    store =
        ImageStore.open(directory.resolve("store"), new ImageStore.Options(Duration.ZERO, "test"));
    TestImages.publish(store, "demo", "1.0", "x86_64", false);
    TestImages.publish(store, "demo", "1.0", "aarch64", false);
    plans = PlanReader.read(new BootSettings(Optional.empty(), Method.AUTO, ""));
  }

  @Test
  void theKernelReadsTheArgumentsThatWereWritten() {
    Property.tries(1500)
        .hold(draw -> {
          Script script = draw.of(LOADERS.toArray(Script[]::new));
          KernelArguments added = KernelArguments.parse(draw.text(SIGNS, 0, 40));
          BootPlan plan = plan(script, added, Map.of(), MACHINE);

          if (plan instanceof BootPlan.Nothing(String chosen, String reason)) {
            assertThat(reason).startsWith(script == Script.IPXE ? "iPXE replaces" : "GRUB puts");
            assertThat(added.toString())
                .containsPattern(script == Script.IPXE ? "\\$\\{.*}" : "[\"'\\\\]");
          } else {
            assertThat(asRead(commandLine(script, plan, draw)))
                .containsExactlyElementsOf(
                    Stream.concat(Stream.of("quiet"), asRead(added).stream()).toList());
          }
        });
  }

  @Test
  void whatAMachineTellsStaysInOneArgument() {
    Property.tries(1000)
        .hold(draw -> {
          Script script = draw.of(LOADERS.toArray(Script[]::new));
          KernelArguments added =
              KernelArguments.parse(
                  "a={serial} b=\"x {asset-tag} y\" ip={address} {mac}{uuid}=1 h={hostname}"
                      + " v={own}");
          MachineIdentity machine =
              MACHINE.withSerial(draw.anyText(20)).withAssetTag(draw.text(SIGNS, 0, 20));
          String own = draw.text("ab /.-", 0, 9);
          BootPlan plan = plan(script, added, Map.of("own", own), machine);
          List<String> read = asRead(commandLine(script, plan, draw));

          assertThat(read).hasSize(7);
          assertThat(read.get(1)).matches("a=[A-Za-z0-9%._~:-]*");
          assertThat(read.get(2)).matches("b=x [A-Za-z0-9%._~:-]* y");
          assertThat(read.get(3)).isEqualTo("ip=192.0.2.77");
          assertThat(read.get(4))
              .isEqualTo("52:54:00:00:00:0100000000-0000-0001-0000-000000000002=1");
          assertThat(read.get(5)).isEqualTo("h=machine1");
          assertThat(read.get(6)).isEqualTo("v=" + own);
        });
  }

  @Test
  void textsForPeopleMeanNothingElse() {
    Property.tries(1500)
        .hold(draw -> {
          Script script = draw.of(Script.PXELINUX, Script.U_BOOT, Script.GRUB, Script.IPXE);
          String text = draw.bool() ? draw.text(SIGNS, 0, 20) : draw.anyText(20);
          Profile disk = profile(text, new Action.LocalDisk(), Map.of());
          BootPlan plan =
              draw.<BootPlan>oneOf(
                  () -> new BootPlan.Nothing(text, text),
                  () -> new BootPlan.LocalDisk(text),
                  () ->
                      new BootPlan.Menu(
                          text,
                          new Action.Menu(text, Duration.ofSeconds(5), List.of("p")),
                          List.of(new BootPlan.Choice(disk, new BootPlan.LocalDisk(text)))));
          Reading read = read(script, plan, draw);

          if (!(plan instanceof BootPlan.LocalDisk)) {
            assertThat(read.shown().stream().map(LoaderGrammarsPropertyTest::bare))
                .anyMatch(shown -> shown.endsWith(bare(text)));
          }
          assertThat(read.commandLine()).isEmpty();
        });
  }

  @Test
  void noRequestNameMeansAnythingInAScript() {
    Property.tries(1000)
        .hold(draw -> {
          Script script = draw.of(Script.PXELINUX, Script.GRUB, Script.IPXE);
          String name = draw.text(SIGNS, 1, 30);
          BootRequest request = new BootRequest(name, draw.of(Protocol.values()), CLIENT, SERVER);
          Reading read =
              Reading.of(
                  script,
                  writer
                      .write(
                          script,
                          new BootPlan.Nothing("chosen", "reason"),
                          new Recipient(MACHINE, request, Optional.empty()))
                      .orElseThrow(),
                  true);

          assertThat(read.next()).singleElement().asString().matches("[A-Za-z0-9/._=,:+@~%()-]+");
        });
  }

  @Test
  void aUrlToGoOnWithStaysOneWord() {
    Property.tries(600)
        .hold(draw -> {
          Script script = draw.of(Script.PXELINUX, Script.GRUB, Script.IPXE);
          String path = draw.text("ab/=&;$'()*!,@:~+", 0, 12);
          Action chain = new Action.Chain("http://192.0.2.9:8080/" + path + "?s={serial}&u={uuid}");
          MachineIdentity machine = MACHINE.withSerial(draw.anyText(12));
          Decision decision = Decision.example(profile("p", chain, Map.of()));
          BootPlan plan = planner().plan(decision, machine, script);
          Reading read = read(script, plan, draw);

          assertThat(read.next().getFirst())
              .contains("192.0.2.9:8080", "/" + path + "?s=")
              .endsWith("&u=00000000-0000-0001-0000-000000000002")
              .doesNotContainPattern("\\s");
        });
  }

  private BootPlanner planner() {
    return new BootPlanner(plans, store.snapshot(), choice -> true, new Verdict.Open());
  }

  private BootPlan plan(
      Script script,
      KernelArguments added,
      Map<String, Object> variables,
      MachineIdentity machine) {
    Action action =
        new Action.Boot(
            Optional.of(ImageSelector.parse("demo@1.0")),
            Method.AUTO,
            Action.PartProtocols.AUTO,
            new ArgumentChange(added, KernelArguments.NONE),
            List.of(),
            false);
    Architecture architecture =
        script == Script.PI_COMMAND_LINE ? Architecture.AARCH64 : Architecture.X86_64;
    return planner()
        .plan(
            Decision.example(profile("p", action, variables)),
            machine.withPlatform(Optional.of(architecture), Optional.empty()),
            script);
  }

  private static Profile profile(String title, Action action, Map<String, Object> variables) {
    return new Profile("p", title, action, DocumentSet.EMPTY, Optional.empty(), variables);
  }

  private Reading read(Script script, BootPlan plan, Draw draw) {
    BootRequest request = new BootRequest("name", draw.of(Protocol.values()), CLIENT, SERVER);
    String text =
        writer.write(script, plan, new Recipient(MACHINE, request, Optional.empty())).orElseThrow();
    // The other way through the script must be readable as well.
    Reading.of(script, text, false);
    return Reading.of(script, text, true);
  }

  private KernelArguments commandLine(Script script, BootPlan plan, Draw draw) {
    assertThat(plan).isInstanceOf(BootPlan.Boot.class);
    String line = read(script, plan, draw).commandLine().orElseThrow();
    KernelArguments all = KernelArguments.parse(line);
    assertThat(all.has("BOOTIF")).isEqualTo(script != Script.PI_COMMAND_LINE);
    if (all.has("BOOTIF")) {
      assertThat(all.all().getLast().text()).isEqualTo("BOOTIF=01-" + Reading.MAC);
    }
    return new KernelArguments(
        all.all().subList(0, all.all().size() - (all.has("BOOTIF") ? 1 : 0)).stream()
            .dropWhile(argument -> argument.isNamed("BOOT_IMAGE") || argument.isNamed("initrd"))
            .toList());
  }

  /** Without those of two quotes alone, which say nothing to the kernel. */
  private static List<String> asRead(KernelArguments arguments) {
    return arguments.all().stream()
        .map(LoaderGrammarsPropertyTest::asRead)
        .filter(argument -> !argument.isEmpty())
        .toList();
  }

  private static String asRead(Argument argument) {
    return argument.name() + argument.value().map(value -> "=" + value).orElse("");
  }

  /** Without blanks, which loaders may drop or add, and what no screen shows. */
  private static String bare(String text) {
    return text.replaceAll("[\\s\"?]|\\P{Graph}", "");
  }
}
