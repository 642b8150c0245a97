package org.pairboot.appliance.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.appliance.boot.name.MachineFacts;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.boot.script.ServerAddresses;
import org.pairboot.appliance.machine.BootAttempts;
import org.pairboot.appliance.machine.PlannedMachines;
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
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.BootSettings.Method;
import org.pairboot.conf.BootSettings.Reports;
import org.pairboot.testing.Property;

/** Reports by the URLs that scripts contain. */
class BootedRouteTest {
  private static final String SCRIPT = "boot.ipxe/mac=52:54:00:00:00:01";
  private static final Pattern URL = Pattern.compile("said=([^\\s'\";]+)");

  @TempDir private Path directory;
  private Catalog catalog;

  @BeforeEach
  void createCatalog() throws Exception {
    catalog = catalog(() -> Optional.of(new InetSocketAddress(8080)), Reports.TOKEN);
  }

  private Catalog catalog(Supplier<Optional<InetSocketAddress>> http, Reports reports)
      throws Exception {
    TestBoots boots = new TestBoots(Files.createTempDirectory(directory, "boots"));
    boots.publish("demo", "1.0", true);
    Path plan =
        Files.writeString(
            directory.resolve("plans.conf"),
            """
            profiles.default { image = demo, next-boot = once, kernel-arguments.add = "said={booted_url}" }
            profiles.choose { action = menu, menu.profiles = [ default ] }
            machines.node1 { select { mac = "52:54:00:00:00:01" }, profile = default }
            machines.bench { select { mac-prefix = "52:54:02" }, profile = choose }
            """);
    BootSettings settings =
        new BootSettings(Optional.empty(), Method.AUTO, "", List.of(plan), Optional.empty());
    BootPlans plans = PlanReader.read(settings);
    ScriptTemplates templates = ScriptTemplates.load(Optional.empty());
    return new BootCatalog(
            new BootService.Sources(
                boots.store()::snapshot,
                () -> plans,
                () -> templates,
                BootAttempts.open(
                    directory, () -> new PlannedMachines(plans), reports, InstantSource.system()),
                new ServerAddresses(
                    () -> Optional.of(new InetSocketAddress(69)), http, Optional::empty)),
            TestBoots::noLoaders,
            BootListener.NONE)
        .create();
  }

  /** The request for the URL in {@code script}. */
  private static BootRequest report(String script, boolean probe) {
    Matcher matcher = URL.matcher(script);
    assertThat(matcher.find()).as(script).isTrue();
    URI url = URI.create(matcher.group(1));
    boolean http = url.getScheme().equals("http");
    String query = url.getRawQuery();
    String path = url.getRawPath().substring(1);
    BootRequest like = TestBoots.request("");
    return new BootRequest(
        http ? path : path + "?" + query,
        http ? Protocol.HTTP : Protocol.TFTP,
        like.peer(),
        like.local(),
        new Evidence(
            probe, false, "", List.of(), http ? Optional.ofNullable(query) : Optional.empty()));
  }

  private boolean isNoted(BootRequest request) {
    return catalog.resolve(request).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SCRIPT,
        "boot.ipxe/mac=52:54:00:00:00:01/uuid=4c4c4544-0042-3510-8052-b3c04f4b4e32/serial=A%2FB C",
        "boot.ipxe/mac=52:54:00:00:00:01/arch=i386/platform=pcbios",
        "pxelinux.cfg/01-52-54-00-00-00-01",
        "efi64/pxelinux.cfg/01-52-54-00-00-00-01",
        "grub/grub.cfg-mac=52:54:00:00:00:01,arch=i386,platform=pc",
      })
  void aMachineReportsByTheUrlInItsScript(String name) throws Exception {
    String script = TestBoots.get(catalog, TestBoots.overHttp(name));

    assertThat(isNoted(report(script, false))).isTrue();
    assertThat(TestBoots.get(catalog, TestBoots.overHttp(name))).doesNotContain("images/demo");
  }

  @Test
  void whatIsChosenFromAMenuReportsToo() throws Exception {
    String script = TestBoots.get(catalog, SCRIPT.replace("52:54:00", "52:54:02"));

    assertThat(script).contains("profile=default");
    assertThat(isNoted(report(script, false))).isTrue();
  }

  @Test
  void theTokenIsAPartOfTheNameOverTftp() throws Exception {
    catalog = catalog(Optional::empty, Reports.TOKEN);
    String script = TestBoots.get(catalog, SCRIPT);

    assertThat(script).contains("said=tftp://192.0.2.1/boot/");
    assertThat(isNoted(report(script, false))).isTrue();
    assertThat(isNoted(report(script.replace("?token=1", "?token=2"), false))).isFalse();
  }

  @Test
  void aHeadRequestOrOneWithoutItsTokenIsNoReport() throws Exception {
    String script = TestBoots.get(catalog, SCRIPT);

    assertThat(isNoted(report(script, true))).as("what a GET would find").isTrue();
    assertThat(isNoted(report(script.replaceAll("\\?token=\\S+", ""), false))).isFalse();
    assertThat(isNoted(report(script.replaceAll("(token=1-.)", "$10"), false))).isFalse();
    assertThat(TestBoots.get(catalog, SCRIPT)).contains("images/demo");
  }

  @Test
  void anyReportCountsIfTheSettingSaysSo() throws Exception {
    catalog = catalog(() -> Optional.of(new InetSocketAddress(8080)), Reports.ANY);
    String script = TestBoots.get(catalog, SCRIPT);

    assertThat(script).doesNotContain("token");
    assertThat(isNoted(report(script, false))).isTrue();
  }

  @Test
  void whatAUrlSaysOfAMachineComesBackAsItWas() {
    Property.holds(draw -> {
      MachineIdentity machine =
          MachineIdentity.UNKNOWN
              .withMac(new MacAddress(draw.between(0, 0xffff_ffff_ffffL)))
              .withSerial("x" + draw.text("aZ9 /+~%.=,?&#", 0, 20) + "x")
              .withPlatform(
                  draw.optional(() -> draw.of(Architecture.values())),
                  draw.optional(() -> draw.of(Firmware.values())));
      String text = MachineFacts.of(machine).text();

      assertThat(MachineFacts.parse(text).text()).isEqualTo(text).doesNotContain("/", "?", "%");
    });
  }
}
