package org.pairboot.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.appliance.cli.TestProgram.Outcome;
import org.pairboot.appliance.cli.command.ExitCode;
import org.pairboot.appliance.dhcp.DhcpAdvice.ServerKind;
import org.pairboot.artifacts.testimages.Kernels;
import org.pairboot.conf.KebabCase;

class ProgramTest {
  @TempDir private Path home;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "import",
        "images",
        "show",
        "verify",
        "remove",
        "channel",
        "gc",
        "scrub",
        "split",
        "inspect",
        "dhcp",
        "doctor",
        "check-config"
      })
  void explainsEveryCommand(String command) {
    Outcome outcome = pairboot(command, "--help");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(outcome.out()).contains("Usage: pairboot " + command, "--data-dir", "--set");
  }

  @Test
  void showsTheUsageWithoutACommand() {
    Outcome outcome = pairboot();

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("Usage: pairboot", "a command is missing");
  }

  @Test
  void listsTheCatalogueWithoutAStore() throws Exception {
    Outcome listed = pairboot("import", "--catalog");
    assertThat(listed.exitCode()).as(listed.err()).isEqualTo(ExitCode.DONE);
    assertThat(listed.out())
        .contains(
            "debian-live: Debian live\n",
            "  streams  standard, gnome,",
            "  for      x86_64\n",
            "  checked  digests and signatures by DF9B9C49EAA9298432589D76DA87E80D6294BE9B\n",
            "  needs    a machine configuration: --args talos.config=URL\n");

    JsonNode json = new ObjectMapper().readTree(pairboot("import", "--catalog", "--json").out());
    assertThat(json.findValuesAsText("name")).contains("alma", "fedora-coreos", "talos");
    assertThat(home.resolve("data")).doesNotExist();
  }

  @Test
  void saysWhatIsWrongWithAnImportFromTheCatalogue() {
    Outcome unknown = pairboot("import", "--from", "beos");
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.err()).contains("the catalogue has no system 'beos'; it has alma, alpine");

    Outcome both = pairboot("import", "--from", "arch", "--iso", "live.iso");
    assertThat(both.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(both.err()).contains("--from knows where all files are; leave out --iso");

    Outcome nameless = pairboot("import", "--iso", "live.iso");
    assertThat(nameless.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(nameless.err()).contains("give the image a NAME");

    Outcome mirror = pairboot("import", "--from", "arch", "--arch", "x86_64", "--mirror", "lab");
    assertThat(mirror.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(mirror.err()).contains("downloads.mirror");

    Outcome empty =
        pairboot("import", "--from", "arch", "--arch", "x86_64", "--mirror", home.toString());
    assertThat(empty.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(empty.err()).contains("no such file: " + home + "/iso/latest/sha256sums.txt");
  }

  @Test
  void requiresExactlyOneImportSource() {
    Outcome neither = pairboot("import", "demo", "--initramfs", "initramfs.img");
    assertThat(neither.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(neither.err())
        .isEqualTo("pairboot: give --kernel and --initramfs, or --iso, --stream or --from\n");

    Outcome both = pairboot("import", "demo", "--kernel", "vmlinuz", "--iso", "live.iso");
    assertThat(both.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(both.err()).contains("leave out --kernel, --initramfs, --rootfs and --stream");
  }

  @Test
  void onlyAKernelComesAlone() {
    assertThat(pairboot("import", "demo", "--kernel", "vmlinuz", "--rootfs", "root.img").err())
        .isEqualTo("pairboot: --rootfs needs --initramfs, which unpacks or fetches it\n");
    assertThat(pairboot("import", "demo", "--kernel", "vmlinuz", "--keep-fat").err())
        .isEqualTo("pairboot: --keep-fat needs --initramfs\n");
    assertThat(pairboot("import", "demo", "--kernel", "vmlinuz", "--preset", "talos").err())
        .isEqualTo("pairboot: --preset needs --initramfs\n");
    assertThat(pairboot("import", "demo", "--kernel", "vmlinuz", "--add-fetcher").err())
        .contains("--add-fetcher needs --kernel, --initramfs and --rootfs");
  }

  @Test
  void commandsKnowAKernelWithoutAnInitramfs() throws Exception {
    String kernel = Files.write(home.resolve("memtest.bin"), Kernels.bzImage("memtest")).toString();
    Outcome imported =
        pairboot("import", "memtest", "--version", "6", "--kernel", kernel, "--args", "onepass");
    assertThat(imported.exitCode()).as(imported.err()).isEqualTo(ExitCode.DONE);
    assertThat(imported.err()).contains("note: a kernel alone: machines boot it without");

    assertThat(pairboot("show", "memtest").out())
        .contains("/kernel")
        .doesNotContain("initramfs.img", "rootfs over HTTP");
    assertThat(pairboot("verify", "memtest").exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(pairboot("plan", "--mac", "52:54:00:00:00:01", "--loader", "grub").out())
        .contains("onepass", "set arrived=all")
        .doesNotContain("if initrd");
  }

  @Test
  void planSaysInFieldsAndByItsExitCodeWhatAMachineGets() throws Exception {
    String kernel = Files.write(home.resolve("memtest.bin"), Kernels.bzImage("memtest")).toString();
    pairboot("import", "memtest", "--version", "6", "--kernel", kernel, "--args", "onepass");

    Outcome boots = pairboot("plan", "--mac", "52:54:00:00:00:01", "--json");
    assertThat(boots.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(boots.out())
        .contains(
            "\"machine\" : null",
            "\"action\" : \"boot\"",
            "\"image\" : \"memtest\"",
            "\"version\" : \"6\"",
            "\"method\" : \"appended\"",
            "\"initrds\" : [ ]",
            "\"arguments\" : \"onepass\"",
            "\"answer\" : \"no file\"",
            "\"name\" : \"/pxelinux.cfg/default\"");

    Outcome nothing = pairboot("plan", "--mac", "52:54:00:00:00:01", "--set", "boot.image=other");
    assertThat(nothing.exitCode()).isEqualTo(ExitCode.NOTHING_TO_BOOT);
    assertThat(nothing.out()).contains("image other is not published");
  }

  @Test
  void namesPresetsInHelpAndErrors() {
    assertThat(pairboot("import", "--help").out()).contains("debian-live", "dracut-live");

    Outcome unknown = pairboot("import", "demo", "--iso", "x.iso", "--preset", "debian");
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.err())
        .contains("unknown system 'debian'; known systems are fedora-coreos, flatcar, debian-live");
  }

  @Test
  void suggestsACommandForAMisspeltOne() {
    Outcome outcome = pairboot("imports");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("Did you mean: pairboot import");
  }

  @Test
  void reportsInvalidSettingsAsAUsageError() {
    Outcome outcome = pairboot("images", "--set", "tftp.port-mode=both");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err())
        .startsWith("pairboot: --set: tftp.port-mode: invalid value \"both\"; expected")
        .hasLineCount(1);
  }

  @Test
  void acceptsSettingsBeforeAndAfterTheCommand() {
    Outcome outcome =
        pairboot(
            "--set",
            "boot.image=demo",
            "--set=http.enabled=true",
            "check-config",
            "--set",
            "tftp.listen=127.0.0.1:6969",
            "--set",
            "http.enabled=false");

    assertThat(outcome.out())
        .containsPattern("boot\\.image +demo")
        .containsPattern("tftp\\.listen +127\\.0\\.0\\.1:6969")
        .containsPattern("http\\.enabled +false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve --set", "serve --set --config x", "--set"})
  void requiresAValueForASetting(String line) {
    Outcome outcome = pairboot(line.split(" "));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("Missing required parameter for option '--set' (KEY=VALUE)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "serve --version", "images -V", "channel set --version"})
  void printsTheVersionForEveryCommand(String line) {
    assertThat(pairboot(line.split(" ")).out()).startsWith("pairboot ");
  }

  @Test
  void keepsColumnsNarrowDespiteALongValue() {
    assertThat(
            pairboot("check-config").out().lines().filter(line -> line.startsWith("boot.image ")))
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(150));
  }

  @Test
  void printsTheOriginOfEachSetting() throws Exception {
    Path file = Files.writeString(home.resolve("p.conf"), "pairboot {\n http.enabled = false\n}");

    Outcome outcome = pairboot("check-config", "--json", "--config", file.toString());

    JsonNode settings = new ObjectMapper().readTree(outcome.out());
    assertThat(settings)
        .anySatisfy(setting -> {
          assertThat(setting.get("key").textValue()).isEqualTo("http.enabled");
          assertThat(setting.get("value").textValue()).isEqualTo("false");
          assertThat(setting.get("from").textValue()).isEqualTo(file + ":2");
        });
  }

  @Test
  void listsNothingForAnEmptyStore() {
    assertThat(pairboot("images").err()).contains("no images yet");
    assertThat(pairboot("images", "--json").out().strip()).isEqualTo("[ ]");
  }

  @Test
  void failsForAMissingImage() {
    Outcome outcome = pairboot("show", "demo");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err())
        .startsWith("pairboot: there is no image store in " + home.resolve("data"))
        .hasLineCount(1);
  }

  @Test
  void createsNoStoreWhenReading() {
    pairboot("images");
    pairboot("verify", "demo");

    assertThat(home.resolve("data")).doesNotExist();
  }

  @Test
  void refusesDhcpSettingsThatCannotWork() {
    assertThat(pairboot("dhcp", "--for", "dnsmasq", "--address", "::1").exitCode())
        .isEqualTo(ExitCode.USAGE);
    assertThat(
            pairboot(
                    "dhcp",
                    "--for",
                    "dnsmasq",
                    "--address",
                    "192.0.2.1",
                    "--set",
                    "http.enabled=false")
                .out())
        .contains("dhcp-boot=tag:ipxe,boot.ipxe,,192.0.2.1");
  }

  @Test
  void requiresAVersionToRemove() {
    Outcome outcome = pairboot("remove", "demo");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("write demo@VERSION");
  }

  @Test
  void explainsInvalidOptionsOfStoreCommands() {
    assertUsageError("at least one version must be kept", "gc", "--keep", "0");
    assertUsageError("expected 0 or more minutes", "gc", "--older-than", "-1");
    assertUsageError("such as 512KiB or 50MiB", "scrub", "--max-rate", "fast");
    assertUsageError("a command is missing", "channel");
    assertUsageError("channel 'latest' is reserved", "channel", "set", "a", "latest", "1");
    assertUsageError("expected a letter or digit first", "channel", "set", "a", "-", "1");
  }

  private void assertUsageError(String message, String... arguments) {
    Outcome outcome = pairboot(arguments);
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains(message);
    assertThat(outcome.out()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void givesEveryDhcpServerAllThatMachinesRequest(ServerKind kind) {
    Outcome outcome = pairboot("dhcp", "--for", KebabCase.of(kind), "--address", "192.0.2.1");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(outcome.out())
        .contains("192.0.2.1", "serves TFTP on port 6969", "http://192.0.2.1:8080/boot.ipxe")
        .contains("pxelinux.0", "grubia32.efi", "ipxe.efi", "grubaa64.efi")
        .doesNotContain("{{", "}}" + "}");
    if (kind != ServerKind.OPNSENSE) {
      assertThat(outcome.out()).contains("HTTPClient", "http://192.0.2.1:8080/ipxe.efi");
    }
  }

  @Test
  void offersNoUrlWithoutHttp() {
    for (ServerKind kind : ServerKind.values()) {
      String out =
          pairboot(
                  "dhcp",
                  "--for",
                  kind.name(),
                  "--address",
                  "192.0.2.1",
                  "--set",
                  "http.enabled=false")
              .out();

      assertThat(out).contains("boot.ipxe").doesNotContain("http://");
    }
  }

  @Test
  void namesThisServerAndItsPortsInDhcpSettings() {
    String privileged = pairboot("dhcp", "--for", "dnsmasq", "--address", "192.0.2.1").out();
    assertThat(privileged)
        .contains("dhcp-boot=tag:ipxe,http://192.0.2.1:8080/boot.ipxe,,192.0.2.1")
        .contains("dhcp-boot=tag:!ipxe,tag:bios,pxelinux.0,,192.0.2.1")
        .contains("serves TFTP on port 6969, but PXE firmware can use port 69 only");

    String standard =
        pairboot(
                "dhcp",
                "--for",
                "dnsmasq",
                "--set",
                "tftp.listen=192.0.2.9:69",
                "--set",
                "http.listen=192.0.2.9:80")
            .out();
    assertThat(standard).contains("http://192.0.2.9/boot.ipxe").doesNotContain("firmware asks");
  }

  private Outcome pairboot(String... arguments) {
    return new TestProgram(home).run(arguments);
  }
}
