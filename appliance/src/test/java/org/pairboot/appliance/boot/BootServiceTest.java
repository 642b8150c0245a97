package org.pairboot.appliance.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pairboot.appliance.boot.BootPreview.Loader;
import org.pairboot.appliance.boot.planner.BootPlan;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.machine.BootAttempts;
import org.pairboot.appliance.machine.Candidate;
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

/** What machines get, and what changes when they get it. */
class BootServiceTest extends BootTest {
  private static final InetSocketAddress MACHINE = new InetSocketAddress("192.0.2.77", 2070);
  private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 69);
  private static final String MAC = "52-54-00-00-00-01";
  private static final Evidence HEAD = new Evidence(true, false, "", List.of(), Optional.empty());
  private static final Evidence PROXIED =
      new Evidence(false, true, "", List.of(), Optional.empty());
  private static final Evidence U_BOOT = Evidence.ofTftp(List.of("timeout", "tsize", "blksize"));

  @Test
  void headBeginsNoOneTimeBoot() throws Exception {
    boots.publish("demo", "1.0", false);
    Catalog server = server("profiles.p { image = demo, next-boot = once }", machine("p"));
    String name = "boot.ipxe/mac=" + MAC;

    assertThat(get(server, name, Protocol.HTTP, HEAD)).contains("/demo/1.0/");
    boots.now = boots.now.plus(BootAttempts.TRIES).plusSeconds(1);
    assertThat(get(server, name, Protocol.HTTP, Evidence.NONE)).contains("/demo/1.0/");
    boots.now = boots.now.plus(BootAttempts.TRIES).plusSeconds(1);
    assertThat(get(server, name, Protocol.HTTP, Evidence.NONE)).doesNotContain("/demo/1.0/");
  }

  @Test
  void headOfAnAdminDoesNotMakeTheAddressStandForAMachine() throws Exception {
    boots.publish("demo", "1.0", false);
    Catalog server = server("profiles.p { action = local-disk }", machine("p"));

    get(server, "pxelinux.cfg/01-" + MAC, Protocol.HTTP, HEAD);
    assertThat(get(server, "pxelinux.cfg/default", Protocol.HTTP, Evidence.NONE))
        .contains("/demo/1.0/");
  }

  @Test
  void noMachineIsRecalledBehindAProxy() throws Exception {
    boots.publish("demo", "1.0", false);
    Catalog server = server("profiles.p { action = local-disk }", machine("p"));

    assertThat(get(server, "pxelinux.cfg/01-" + MAC, Protocol.HTTP, PROXIED))
        .contains("local disk");
    assertThat(get(server, "pxelinux.cfg/default", Protocol.HTTP, PROXIED)).contains("/demo/1.0/");
  }

  @Test
  void uBootGetsItsDialectWhateverTheKernelIs() throws Exception {
    boots.publish("demo", "1.0", false);
    Catalog server = server("profiles.p { image = demo }", machine("p"));
    String name = "pxelinux.cfg/01-" + MAC;

    assertThat(get(server, name, Protocol.TFTP, U_BOOT))
        .contains("menu title Pairboot", "  kernel /images/demo/1.0/")
        .doesNotContain("KERNEL");
    assertThat(get(server, name, Protocol.TFTP, Evidence.ofTftp(List.of("tsize", "blksize"))))
        .contains("KERNEL ::/images/demo/1.0/");
  }

  @Test
  void uBootGetsTheLocalDiskInItsDialect() throws Exception {
    Catalog server = server("profiles.p { action = local-disk }", machine("p"));

    assertThat(get(server, "pxelinux.cfg/01-" + MAC, Protocol.TFTP, U_BOOT))
        .contains("localboot 1");
  }

  @ParameterizedTest
  @EnumSource(Loader.class)
  void anImageOfAnotherArchitectureIsNotOffered(Loader loader) throws Exception {
    TestImages.publish(boots.store(), "demo", "1.0", "riscv64", false);
    MachineIdentity machine =
        MachineIdentity.UNKNOWN
            .withMac(new MacAddress(1))
            .withPlatform(Optional.of(Architecture.AARCH64), Optional.of(Firmware.UEFI));

    BootPreview preview = preview(machine, loader);

    assertThat(preview.refusal())
        .isEqualTo(
            switch (loader) {
              // It reports nothing, and the version has one architecture.
              case U_BOOT -> Optional.empty();
              // It is syslinux.efi in a directory for 64 bits.
              case PXELINUX -> Optional.of("demo@1.0 is for riscv64, this machine is x86_64");
              case RASPBERRY_PI ->
                  Optional.of(
                      "demo@1.0 is for riscv64, this machine is a Raspberry Pi (aarch64 or arm)");
              case GRUB, IPXE -> Optional.of("demo@1.0 is for riscv64, this machine is aarch64");
            });
    if (loader == Loader.GRUB || loader == Loader.IPXE) {
      // They compare their architecture themselves.
      assertThat(preview.answer().script().orElseThrow())
          .contains("demo@1.0 is for riscv64, this machine is");
    }
  }

  @Test
  void only32BitUefiThatStarts64BitKernelsGetsThem() throws Exception {
    boots.publish("demo", "1.0", false);
    MachineIdentity machine =
        MachineIdentity.UNKNOWN
            .withMac(new MacAddress(1))
            .withPlatform(Optional.of(Architecture.I386), Optional.of(Firmware.UEFI));

    assertThat(preview(machine, Loader.GRUB).answer().plan()).isInstanceOf(BootPlan.Boot.class);
    TestImages.publish(boots.store(), "demo", "1.0", "aarch64", false);
    assertThat(reason(preview(machine, Loader.IPXE).answer().plan()))
        .isEqualTo("demo@1.0 is for aarch64 and x86_64, this machine is i386 with 32-bit UEFI");
  }

  @Test
  void eachArchitectureGetsItsBuild() throws Exception {
    TestImages.publish(boots.store(), "demo", "1.0", "x86_64", false);
    TestImages.publish(boots.store(), "demo", "1.0", "aarch64", false);

    for (Loader loader : List.of(Loader.GRUB, Loader.IPXE)) {
      for (Architecture architecture : List.of(Architecture.X86_64, Architecture.AARCH64)) {
        MachineIdentity machine =
            MachineIdentity.UNKNOWN
                .withMac(new MacAddress(1))
                .withPlatform(Optional.of(architecture), Optional.of(Firmware.UEFI));
        assertThat(preview(machine, loader).files().orElseThrow().kernel())
            .contains("/demo/1.0/" + architecture + "/kernel");
      }
    }
  }

  @Test
  void theLoaderAsksAgainForTheNameThatItGotTheScriptFor() throws Exception {
    boots.publish("demo", "1.0", false);

    BootPreview preview =
        preview(MachineIdentity.UNKNOWN.withMac(new MacAddress(1)), Loader.PXELINUX);

    assertThat(preview.requests())
        .extracting(request -> request.asked().name() + ": " + request.outcome())
        .containsExactly(
            "pxelinux.cfg/01-00-00-00-00-00-01: no file", "pxelinux.cfg/default: script");
    assertThat(preview.answer().script().orElseThrow()).contains("CONFIG ::/pxelinux.cfg/default");
  }

  @Test
  void aLineThatTheLoaderWouldNotTakeIsNoBoot() throws Exception {
    boots.publish("demo", "1.0", false);
    BootService service =
        service(
            "profiles.default { image = demo, kernel-arguments.add = \"a=%s\" }"
                .formatted("x".repeat(2100)));

    BootPreview preview =
        BootPreview.of(MachineIdentity.UNKNOWN, Loader.PXELINUX, Protocol.TFTP, SERVER, service);

    assertThat(preview.refusal().orElseThrow()).contains("but PXELINUX takes 2047");
    assertThat(preview.answer().effects()).isEmpty();
    assertThat(preview.files()).isEmpty();
  }

  @Test
  void theDocumentsAreThoseOfTheScript() throws Exception {
    boots.publish("demo", "1.0", false);
    Files.writeString(directory.resolve("a.ks"), "text\n");
    BootService service =
        service(
            """
            profiles.default {
              image = demo
              kernel-arguments.add = "ks={documents_url}/a.ks"
              documents { "a.ks" { file = a.ks, type = kickstart } }
            }
            """);

    BootPreview preview =
        BootPreview.of(
            MachineIdentity.UNKNOWN.withMac(new MacAddress(1)),
            Loader.IPXE,
            Protocol.HTTP,
            SERVER,
            service);

    assertThat(preview.answer().script().orElseThrow())
        .contains("ks=http://192.0.2.1:8080/" + preview.documents().getFirst());
  }

  @Test
  void aScriptIsWrittenOnceForAllWhoAskTheSame() throws Exception {
    boots.publish("demo", "1.0", false);
    BootService service = service("");
    Answer first = last(service, Loader.IPXE);

    assertThat(last(service, Loader.IPXE).file()).containsSame(first.file().orElseThrow());
    boots.publish("demo", "9.9", false);
    assertThat(last(service, Loader.IPXE).script().orElseThrow()).contains("demo@9.9");
  }

  @Test
  void eachAttemptHasItsOwnTokenInTheSameScript() throws Exception {
    boots.publish("demo", "1.0", false);
    BootService.Sources sources =
        sources("profiles.told.kernel-arguments.add = \"done={booted_url}\"", machine("told"));
    BootService service = new BootService(sources);
    Answer.Planned first = (Answer.Planned) last(service, Loader.PXELINUX);
    String token = first.recipient().token().orElseThrow();
    sources.attempts().begin(candidate(first), false);
    boots.now = boots.now.plus(BootAttempts.TRIES).plusSeconds(1);

    Answer.Planned second = (Answer.Planned) last(service, Loader.PXELINUX);

    String other = second.recipient().token().orElseThrow();
    assertThat(other).startsWith("2-");
    assertThat(second.script()).contains(first.script().orElseThrow().replace(token, other));
    assertThat(second.script().orElseThrow()).contains("?token=" + other);
  }

  private static Candidate candidate(Answer answer) {
    return ((Answer.Effect.BeginBoot) answer.effects().getFirst()).machine();
  }

  private static Answer last(BootService service, Loader loader) {
    MachineIdentity machine = MachineIdentity.UNKNOWN.withMac(MacAddress.parse(MAC).orElseThrow());
    return BootPreview.of(machine, loader, Protocol.TFTP, SERVER, service).answer();
  }

  private BootPreview preview(MachineIdentity machine, Loader loader) throws Exception {
    return BootPreview.of(machine, loader, Protocol.TFTP, SERVER, service(""));
  }

  private static String reason(BootPlan plan) {
    return plan instanceof BootPlan.Nothing nothing ? nothing.reason() : plan.toString();
  }

  private static String machine(String profile) {
    return "machines.one { select.mac = \"" + MAC + "\", profile = " + profile + " }";
  }

  private Catalog server(String... plans) throws Exception {
    return TestBoots.catalog(sources(plans));
  }

  private BootService service(String plans) throws Exception {
    return new BootService(sources(plans));
  }

  private BootService.Sources sources(String... plans) throws Exception {
    var file = Files.writeString(directory.resolve("p.conf"), String.join("\n", plans));
    return boots.sources(
        PlanReader.read(
            new BootSettings(Optional.empty(), Method.AUTO, "", List.of(file), Optional.empty())),
        ScriptTemplates.builtIn());
  }

  private static String get(Catalog server, String name, Protocol protocol, Evidence evidence)
      throws Exception {
    return TestBoots.get(server, new BootRequest(name, protocol, MACHINE, SERVER, evidence));
  }
}
