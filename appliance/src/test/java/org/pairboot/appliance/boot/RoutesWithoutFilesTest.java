package org.pairboot.appliance.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.loader.Loaders;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.BootSettings.Method;
import org.pairboot.conf.Settings.LoaderSettings;
import org.pairboot.testing.BreakableFileSystem;

/** The whole chain of routes answers when the file system does not any more. */
class RoutesWithoutFilesTest {
  private static final List<String> NAMES =
      List.of(
          "pxelinux.cfg/default",
          "pxelinux.cfg/01-52-54-00-12-34-56",
          "grub/grub.cfg",
          "boot.ipxe",
          "boot.ipxe/mac=52:54:00:12:34:56",
          "autoexec.ipxe",
          "images/fcos/1/kernel",
          "images/fcos/latest/rootfs.img",
          "images/fcos/1/live.img",
          "documents/mac=52-54-00-12-34-56/config.ign",
          "documents/mac=52-54-00-12-34-56/ignition.img",
          "initrds/lab/extra.img",
          "12345678/ipxe.efi",
          "ipxe.efi");

  private final BreakableFileSystem files = new BreakableFileSystem();

  @TempDir private Path real;

  @Test
  void everyRouteAnswersWithoutAnAccessToFiles() throws Exception {
    Catalog catalog = catalog();
    files.breakNow();
    for (String name : NAMES) {
      assertThat(catalog.resolve(TestBoots.overHttp(name))).as(name).isPresent();
    }
    assertThat(catalog.resolve(TestBoots.overHttp("none/such"))).isEmpty();
    assertThat(catalog.resolve(TestBoots.overHttp("images/none/1/kernel"))).isEmpty();
    assertThat(files.accesses()).isEmpty();
  }

  private Catalog catalog() throws Exception {
    Files.createDirectories(real.resolve("plans"));
    Files.createDirectories(real.resolve("loaders"));
    Files.writeString(real.resolve("loaders").resolve("ipxe.efi"), "loader");
    Files.writeString(real.resolve("plans").resolve("extra.img"), "initrd");
    Files.writeString(
        real.resolve("plans").resolve("config.ign"), "{\"ignition\":{\"version\":\"3.4.0\"}}");
    Files.writeString(
        real.resolve("plans").resolve("lab.conf"),
        """
        profiles.lab {
          image = fcos
          initrds = [ extra.img ]
          documents { "config.ign" { file = config.ign, type = ignition, initrd = true } }
        }
        machines.one { select { mac = "52:54:00:12:34:56" }, profile = lab }
        """);
    Path directory = files.path(real);
    TestBoots boots = new TestBoots(directory);
    boots.publish("fcos", "1", true);
    BootSettings settings =
        new BootSettings(
            Optional.of("fcos"),
            Method.AUTO,
            "",
            List.of(directory.resolve("plans")),
            Optional.empty());
    BootPlans plans = PlanReader.read(settings);
    ScriptTemplates templates = ScriptTemplates.load(Optional.of(directory.resolve("templates")));
    Loaders loaders =
        Loaders.find(
            new LoaderSettings(
                List.of(directory.resolve("loaders")), List.of(), List.of(), List.of()),
            file -> {});
    return new BootCatalog(boots.sources(plans, templates), () -> loaders, BootListener.NONE)
        .create();
  }
}
