package org.pairboot.it.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.firmware.image.StoredPart;
import org.pairboot.it.lab.Certificates;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.Tools;

/** {@code pairboot doctor} with a sound server, and with the faults that labs have. */
class DoctorIT {
  private static final int PROBLEMS = 1;
  private static final int BAD_SETTINGS = 2;

  /** A network and processes of its own, in which a script prepares what the command finds. */
  private static final List<String> OWN_MACHINE =
      List.of("unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-ec");

  @TempDir private Path directory;

  private Path dataDir;
  private Cli cli;

  /** One finding in the JSON output. */
  private record Found(String topic, String level, String where, String what, String remedy) {}

  @BeforeEach
  void importImage() {
    dataDir = directory.resolve("data");
    cli = new Cli(dataDir);
    cli.importImage("demo", TestImage.write(directory.resolve("image"), "1.0", 3_000_000));
  }

  @Test
  void readsFromARunningServer() throws IOException {
    try (PairbootServer server = PairbootServer.serve(dataDir)) {
      List<Found> found = found(0, cli.run("doctor", listening(server)));

      String holder = "held by pairboot serve, process " + server.process().pid();
      assertThat(found)
          .filteredOn(finding -> finding.topic().equals("ports") && finding.level().equals("ok"))
          .hasSize(2)
          .allMatch(finding -> finding.what().equals(holder));
      assertThat(found)
          .filteredOn(finding -> finding.topic().equals("reading from the running server"))
          .hasSize(3)
          .allMatch(finding -> finding.level().equals("ok"))
          .anyMatch(finding -> finding.what().startsWith("received boot.ipxe, "))
          .anyMatch(finding -> finding.what().startsWith("the first 65536 of 3"));
      assertThat(found)
          .anyMatch(finding ->
              finding.topic().equals("memory of machines")
                  && finding.what().contains("GiB with rootfs-url"));
    }
  }

  @Test
  void commandsGoByTheAddressesOfTheRunningServer() throws IOException {
    Path announcement = dataDir.resolve("run/server.json");
    try (PairbootServer server = PairbootServer.serve(dataDir, "tftp.port-mode=single")) {
      assertThat(found(0, cli.run("doctor", "--json")))
          .filteredOn(finding -> finding.topic().equals("reading from the running server"))
          .hasSize(3)
          .allMatch(finding -> finding.level().equals("ok"));
      assertThat(advice()).contains("http://192.0.2.1:" + server.httpPort() + "/boot.ipxe");
    }
    assertThat(announcement).doesNotExist();
    PairbootServer killed = PairbootServer.serve(dataDir);
    killed.process().destroyForcibly();
    killed.process().onExit().join();
    assertThat(announcement).exists();
    assertThat(advice()).doesNotContain(":" + killed.httpPort());
  }

  private String advice() {
    return cli.run("dhcp", "--for", "dnsmasq", "--address", "192.0.2.1").succeeded().out();
  }

  @Test
  void readsOverHttpsWithTheServersOwnCertificate() throws IOException {
    try (PairbootServer server = PairbootServer.serve(dataDir, https())) {
      List<Found> found = found(0, cli.run("doctor", listeningWithTls(server)));

      assertThat(found)
          .filteredOn(finding -> finding.topic().equals("certificate"))
          .isNotEmpty()
          .allMatch(finding -> finding.level().equals("ok"));
      assertThat(found)
          .filteredOn(finding -> finding.topic().equals("reading from the running server"))
          .hasSize(6)
          .allMatch(finding -> finding.level().equals("ok"))
          .anyMatch(finding ->
              finding.where().startsWith("HTTPS 127.0.0.1:")
                  && finding.what().equals("presents the certificate in " + ownCertificate()))
          .anyMatch(
              finding -> finding.what().endsWith("over HTTPS equal the store's, and HEAD agrees"));
    }
  }

  @Test
  void namesAnExpiredCertificate() throws IOException {
    Certificates certificates = certificates("127.0.0.1").expired();
    try (PairbootServer server = PairbootServer.serve(dataDir, https(certificates))) {
      List<Found> found =
          found(PROBLEMS, cli.run("doctor", listeningWithTls(server, certificates)));

      assertThat(found)
          .filteredOn(finding -> finding.level().equals("problem"))
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.where()).isEqualTo(certificates.certificate().toString());
            assertThat(finding.what()).startsWith("expired on ");
            assertThat(finding.remedy()).startsWith("replace the files");
          });
    }
  }

  @Test
  void namesAnIssuerThatIsNeitherInTheFileNorTrusted() throws IOException {
    Certificates certificates = certificates("127.0.0.1");
    try (PairbootServer server = PairbootServer.serve(dataDir, https(certificates))) {
      String[] arguments = listeningWithTls(server, certificates);

      assertThat(found(0, cli.run("doctor", arguments)))
          .anyMatch(finding ->
              finding.level().equals("warning")
                  && finding.what().startsWith("issued by CN=Laboratory, whose certificate is"));
      String trusting =
          "PAIRBOOT_JAVA_OPTS=" + certificates.trustedIn(directory.resolve("trust.p12"));
      assertThat(found(0, cli.within("env", trusting).run("doctor", arguments)))
          .anyMatch(
              finding -> finding.what().equals("issued by an authority that this host trusts"));
    }
  }

  @Test
  void namesACertificateThatLacksTheAdvertisedAddress() throws IOException {
    Certificates certificates = certificates("127.0.0.1");
    try (PairbootServer server = PairbootServer.serve(dataDir, https(certificates))) {
      String[] arguments =
          Stream.concat(
                  Stream.of(listeningWithTls(server, certificates)),
                  Stream.of("--set", "http.tls.advertise=203.0.113.9:443"))
              .toArray(String[]::new);

      assertThat(found(0, cli.run("doctor", arguments)))
          .anyMatch(finding ->
              finding.level().equals("warning")
                  && finding.what().startsWith("not valid for 203.0.113.9, which https URLs")
                  && finding.remedy().startsWith("get a certificate with these addresses"));
    }
  }

  @Test
  void namesACertificateThatTheServerRejected() throws IOException {
    try (PairbootServer server = PairbootServer.serve(dataDir, https())) {
      Certificates other = certificates("127.0.0.1");

      assertThat(found(0, cli.run("doctor", listeningWithTls(server, other))))
          .anyMatch(finding ->
              finding.level().equals("warning")
                  && finding.where().startsWith("HTTPS 127.0.0.1:")
                  && finding.what().startsWith("presents the certificate of ")
                  && finding.remedy().contains("restart it"));
    }
  }

  @Test
  void startsATemporaryServerWhenNoneIsRunning() throws IOException {
    List<Found> found = found(0, onOwnMachine("true"));

    assertThat(found)
        .filteredOn(finding -> finding.topic().equals("reading from a temporary server"))
        .hasSize(3)
        .allMatch(finding -> finding.level().equals("ok"));
    assertThat(dataDir.resolve("tls")).doesNotExist();
  }

  @Test
  void namesTheTftpServerOfDnsmasq() throws IOException {
    Tools.need("dnsmasq:dnsmasq-base");

    // It goes into the background once its sockets are open.
    List<Found> found =
        found(
            PROBLEMS,
            onOwnMachine(
                "dnsmasq --conf-file=/dev/null --port=0 --enable-tftp --tftp-root=/ --user=root"
                    + " --pid-file="));

    assertThat(found)
        .anySatisfy(finding -> {
          assertThat(finding.level()).isEqualTo("problem");
          assertThat(finding.where()).isEqualTo("TFTP 0.0.0.0:69");
          assertThat(finding.what()).startsWith("taken by dnsmasq, process ");
          assertThat(finding.remedy()).contains("remove enable-tftp");
        });
  }

  @Test
  void namesAnAddressThatNoCardHas() throws IOException {
    List<Found> found =
        found(PROBLEMS, onOwnMachine("true", "--set", "tftp.listen=198.51.100.77:69"));

    assertThat(found)
        .filteredOn(finding -> finding.level().equals("problem"))
        .extracting(Found::topic)
        .contains("addresses", "ports");
    assertThat(found).anyMatch(finding -> finding.remedy().contains("10.9.0.1 (lab0)"));
  }

  @Test
  void comparesTheMtuOfACard() throws IOException {
    List<Found> found =
        found(0, onOwnMachine("ip link set lab0 mtu 1400", "--set", "tftp.mtu-clamp=false"));

    assertThat(found)
        .filteredOn(finding -> finding.topic().equals("packet sizes"))
        .extracting(Found::what)
        .satisfiesExactly(
            size -> assertThat(size).startsWith("MTU 1400: blocks of up to 1368 bytes"),
            clamp -> assertThat(clamp).contains("sent in fragments"));
  }

  @Test
  void namesAFirewallThatDrops() throws IOException {
    Tools.need("nft:nftables");

    List<Found> found =
        found(
            0,
            onOwnMachine(
                "nft 'add table inet lab; add chain inet lab in { type filter hook input priority"
                    + " 0; policy drop; }; add rule inet lab in iif lo accept'"));

    assertThat(found).anyMatch(finding -> finding.where().equals("nftables inet lab in"));
  }

  @Test
  void namesThePackagesOfMissingLoaders() throws IOException {
    List<Found> found = found(0, onOwnMachine("true", "--set", "loaders.search-path=[]"));

    assertThat(found)
        .anyMatch(finding ->
            finding.level().equals("warning")
                && finding.where().equals("BIOS, PXELINUX")
                && finding.remedy().contains("install the package pxelinux"));
  }

  @Test
  void namesMistakesInPlansAndMissingImages() throws IOException {
    Path plans = Files.writeString(directory.resolve("plans.conf"), "machines.a.select.mac = x");
    String setting = "boot.plans=[\"" + plans + "\"]";
    assertThat(found(PROBLEMS, onOwnMachine("true", "--set", setting)))
        .anyMatch(
            finding -> finding.level().equals("problem") && finding.where().equals(plans + ":1"));

    Files.writeString(plans, "profiles.default.image = rescue");
    assertThat(found(PROBLEMS, onOwnMachine("true", "--set", setting)))
        .anyMatch(
            finding -> finding.what().startsWith("nothing to boot: image rescue is not published"));
  }

  @Test
  void namesADamagedImage() throws IOException {
    Path rootfs = StoredPart.of(dataDir, "demo", "rootfs");
    try (FileChannel file = FileChannel.open(rootfs, StandardOpenOption.WRITE)) {
      file.truncate(1000);
    }

    assertThat(found(PROBLEMS, onOwnMachine("true")))
        .anyMatch(finding ->
            finding.level().equals("problem")
                && finding.where().equals("demo@1.0")
                && finding.what().startsWith("not served: rootfs.img"));
  }

  @Test
  void reportsInvalidSettingsFirst() throws IOException {
    assertThat(found(BAD_SETTINGS, cli.run("doctor", "--json", "--set", "tftp.port-mode=both")))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.topic()).isEqualTo("settings");
          assertThat(finding.what()).startsWith("tftp.port-mode: invalid value \"both\"; expected");
        });
  }

  @Test
  void printsLevelsAndRemediesWithoutColoursInAPipe() {
    Command.Result result = onOwnMachine("true", "--set", "loaders.search-path=[]");
    String text = cli.run("doctor", "--set", "loaders.search-path=[]").out();

    assertThat(result.err()).isEmpty();
    assertThat(text)
        .contains("loaders\n  warning  BIOS, PXELINUX: no pxelinux.0")
        .contains("\n           -> install the package pxelinux")
        .doesNotContain("\u001b");
  }

  /** Runs it on a host with one card, whose address is 10.9.0.1, in a network of its own. */
  private Command.Result onOwnMachine(String script, String... arguments) {
    Tools.needRoot("network namespaces");
    Tools.need("unshare:util-linux", "ip:iproute2");
    List<String> wrapper = new ArrayList<>(OWN_MACHINE);
    wrapper.add(
        "ip link set lo up; ip link add lab0 type veth peer name lab1; ip link set lab1 up;"
            + " ip address add 10.9.0.1/24 dev lab0; ip link set lab0 up; "
            + script
            + "; \"$@\"");
    wrapper.add("sh");
    return cli.within(wrapper.toArray(String[]::new))
        .run(
            "doctor",
            Stream.concat(Stream.of("--json"), Stream.of(arguments)).toArray(String[]::new));
  }

  private Path ownCertificate() {
    return dataDir.resolve("tls/certificate.pem");
  }

  private Certificates certificates(String address) {
    Tools.need("openssl:openssl");
    return Certificates.make(directory, address);
  }

  private static String[] https() {
    return new String[] {"http.tls.enabled=true", "http.tls.listen=127.0.0.1:0"};
  }

  private static String[] https(Certificates certificates) {
    return Stream.concat(Stream.of(https()), files(certificates)).toArray(String[]::new);
  }

  private static Stream<String> files(Certificates certificates) {
    return Stream.of(
        "http.tls.certificate=" + certificates.certificate(), "http.tls.key=" + certificates.key());
  }

  private static String[] listeningWithTls(PairbootServer server) {
    return listeningWithTls(server, Stream.of());
  }

  private static String[] listeningWithTls(PairbootServer server, Certificates certificates) {
    return listeningWithTls(server, files(certificates));
  }

  private static String[] listeningWithTls(PairbootServer server, Stream<String> settings) {
    Stream<String> more =
        Stream.concat(
            Stream.of(
                "http.tls.enabled=true", "http.tls.listen=127.0.0.1:" + server.https("").getPort()),
            settings);
    return Stream.concat(
            Stream.of(listening(server)), more.flatMap(setting -> Stream.of("--set", setting)))
        .toArray(String[]::new);
  }

  private static String[] listening(PairbootServer server) {
    return new String[] {
      "--json",
      "--set",
      "tftp.listen=127.0.0.1:" + server.tftpPort(),
      "--set",
      "http.listen=127.0.0.1:" + server.httpPort()
    };
  }

  private static List<Found> found(int exitCode, Command.Result result) throws IOException {
    List<Found> all = new ArrayList<>();
    JsonNode report = new ObjectMapper().readTree(result.exited(exitCode).out());
    for (JsonNode topic : report.path("topics")) {
      for (JsonNode finding : topic.path("findings")) {
        all.add(
            new Found(
                topic.path("topic").asText(),
                finding.path("level").asText(),
                finding.path("where").asText(),
                finding.path("what").asText(),
                finding.path("remedy").asText()));
      }
    }
    return all;
  }
}
