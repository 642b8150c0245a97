package org.pairboot.appliance.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.appliance.boot.BootPreview.Loader;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.boot.script.ServerAddresses;
import org.pairboot.appliance.machine.BootAttempts;
import org.pairboot.appliance.machine.PlannedMachines;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.BootSettings.Method;
import org.pairboot.conf.BootSettings.Reports;

/**
 * All that each loader is told, for one profile of each kind. After a change that is meant, {@code
 * -Dgolden.write=DIRECTORY} writes the files anew.
 */
class GoldenScriptsTest {
  private static final InetAddress SERVER = InetAddress.ofLiteral("192.0.2.1");
  private static final String PLANS =
      """
      profiles {
        appended { image = demo }
        rootfs-url { image = live, kernel-arguments { add = "console=ttyS0", remove = quiet } }
        concatenated { image = demo, method = concatenated }
        arm { image = arm }
        local-disk { action = local-disk }
        missing { image = "other@stable" }
        protocols { image = live, protocol { kernel = http, initramfs = http, rootfs = tftp } }
        https { image = live, protocol { kernel = https, initramfs = https, rootfs = https } }
        extras {
          title = "Demo with it's config"
          image = demo
          kernel-arguments.add = "ks={documents_url}/a.ks said={booted_url}"
          initrds = [ rootfs.img ]
          documents {
            "a.ign" { file = a.ign, type = ignition, initrd = true }
            "a.ks" { file = a.ks, type = kickstart }
          }
        }
        menu {
          action = menu
          menu { title = "What shall it be?", timeout = 5s, profiles = [ extras, missing, local-disk ] }
        }
      }
      machines.node1 { select.mac = "52:54:00:00:00:01", profile = PROFILE }
      """;

  @TempDir private Path directory;
  private ImageStore store;

  @BeforeEach
  void publish() throws Exception {
    store =
        ImageStore.open(directory.resolve("store"), new ImageStore.Options(Duration.ZERO, "test"));
    TestImages.publish(store, "demo", "1.0", "x86_64", false);
    TestImages.publish(store, "live", "2.0", "x86_64", true);
    TestImages.publish(store, "arm", "3.0", "aarch64", false);
    Files.writeString(directory.resolve("rootfs.img"), "more");
    Files.writeString(directory.resolve("a.ks"), "text\n");
    Files.writeString(directory.resolve("a.ign"), "{\"ignition\":{\"version\":\"3.4.0\"}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "appended",
        "rootfs-url",
        "concatenated",
        "arm",
        "local-disk",
        "missing",
        "protocols",
        "https",
        "extras",
        "menu"
      })
  void scriptsAreWhatTheyWere(String profile) throws Exception {
    StringBuilder scripts = new StringBuilder();
    for (Loader loader : Loader.values()) {
      scripts.append(script(profile, loader, Protocol.TFTP));
    }
    for (Loader loader : List.of(Loader.PXELINUX, Loader.GRUB, Loader.IPXE)) {
      scripts.append(script(profile, loader, Protocol.HTTP));
    }

    // The secret of the tokens is another one in each data directory.
    String known = scripts.toString().replaceAll("token=[0-9a-z-]+", "token=TOKEN");
    String target = System.getProperty("golden.write");
    if (target != null) {
      Files.writeString(Path.of(target, profile + ".txt"), known);
    }
    assertThat(known).isEqualTo(golden(profile));
  }

  private String script(String profile, Loader loader, Protocol protocol) throws Exception {
    Path plans = directory.resolve("plans.conf");
    Files.writeString(plans, PLANS.replace("PROFILE", profile));
    BootSettings settings =
        new BootSettings(Optional.empty(), Method.AUTO, "", List.of(plans), Optional.empty());
    BootPlans machines = PlanReader.read(settings);
    BootService service =
        new BootService(
            new BootService.Sources(
                store::snapshot,
                () -> machines,
                ScriptTemplates::builtIn,
                BootAttempts.open(
                    directory,
                    () -> new PlannedMachines(machines),
                    Reports.TOKEN,
                    InstantSource.system()),
                new ServerAddresses(
                    () -> Optional.of(new InetSocketAddress(69)),
                    () -> Optional.of(new InetSocketAddress(8080)),
                    () -> Optional.of(new InetSocketAddress(8443)))));
    MacAddress mac = MacAddress.parse("52:54:00:00:00:01").orElseThrow();
    BootPreview preview =
        BootPreview.of(
            MachineIdentity.UNKNOWN.withMac(mac),
            loader,
            protocol,
            new InetSocketAddress(SERVER, protocol == Protocol.TFTP ? 69 : 8080),
            service);
    return "=== %s over %s%n%s%n"
        .formatted(
            loader,
            protocol,
            // Each data directory has a secret of its own.
            preview
                .answer()
                .script()
                .map(script -> script.replaceAll("token=[0-9A-Za-z-]+", "token=TOKEN"))
                .orElse("(no script)\n"));
  }

  private static String golden(String profile) throws Exception {
    String name = "golden/" + profile + ".txt";
    try (InputStream in = GoldenScriptsTest.class.getResourceAsStream(name)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
