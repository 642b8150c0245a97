package org.pairboot.it.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.it.guest.Guest;
import org.pairboot.it.guest.InitrdChain;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.Repository;
import org.pairboot.it.lab.Tools;

/**
 * Machines boot each kind of initramfs that Pairboot can add a fetcher to. They use the kernel, the
 * initrds and the arguments in the generated script.
 */
@Execution(ExecutionMode.CONCURRENT)
class FetcherIT {
  private static final boolean FULL = Boolean.getBoolean("pairboot.it.full");
  private static final String OK = "FETCHED-ROOT: OK, writable";

  /** The address of this machine's loopback in QEMU's user network. */
  private static final String HOST = "10.0.2.2";

  private static final int CHUNK = 2 << 20;
  private static final int PARTITION_MIB = 16;
  private static final String PARTITION_ID = "52d9a6e1-7c5f-4f1e-9d3b-2f3c1c8a7b10";

  private static Path parts;

  @TempDir private Path directory;

  @BeforeAll
  static void buildGuests() {
    Guest.need();
    Tools.needRoot("mkinitramfs needs a mount namespace with the kernel's modules");
    Tools.need(
        "dracut:dracut-core",
        "mkinitramfs:initramfs-tools-core",
        "mkfs.erofs:erofs-utils",
        "sfdisk:fdisk",
        "dhclient:isc-dhcp-client",
        "arping:iputils-arping");
    parts = Repository.cache("fetcher-guests");
    build();
  }

  private static void build(String... more) {
    List<String> line = new ArrayList<>();
    line.add(Repository.root().resolve("it/guests/build-fetcher-guests").toString());
    line.add(parts.toString());
    line.addAll(List.of(more));
    Command.run(line, Duration.ofMinutes(8)).succeeded();
  }

  static Stream<String> kinds() {
    // That of dracut fetches over HTTPS in all runs.
    return FULL
        ? Stream.of("initramfs-tools", "dracut", "dracut-legacy")
        : Stream.of("initramfs-tools");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void fetchesIntoMemoryEvenIfTheServerStartsLater(String kind) throws Exception {
    importFiles(kind, "rootfs.squashfs");
    BootEntry boot;
    int port;
    try (PairbootServer server = PairbootServer.serve(dataDir())) {
      boot = boot(server);
      port = server.httpPort();
    }
    try (Guest guest = start(boot, "", List.of())) {
      guest.awaitText("chunk 1 of 5 of " + boot.rootfsUrl() + " did not arrive");
      try (PairbootServer server =
          PairbootServer.serve(dataDir(), "http.listen=127.0.0.1:" + port)) {
        guest.awaitText(OK);
        assertThat(server.isAlive()).isTrue();
        assertThat(guest.console().text()).contains("complete: 5 chunks, 5 of them fetched");
      }
    }
  }

  static Stream<Arguments> partitions() {
    Arguments debian =
        Arguments.of("initramfs-tools", "rootfs.squashfs", "PARTUUID=" + PARTITION_ID);
    return FULL
        ? Stream.of(debian, Arguments.of("dracut", "rootfs.erofs", "PARTLABEL=pairboot-root"))
        : Stream.of(debian);
  }

  @ParameterizedTest
  @MethodSource("partitions")
  void fetchesOntoAPartitionUpToADamagedChunkAndThenTheRest(String kind, String rootfs, String name)
      throws Exception {
    importFiles(kind, rootfs);
    long chunks = Math.ceilDiv(Files.size(parts.resolve(rootfs)), CHUNK);
    Path disk = disk();
    List<String> hardware = List.of("-drive", "file=" + disk + ",format=raw,if=virtio");
    String partition = "pairboot.rootfs_partition=" + name;
    flipByte(rootfs, 2L * CHUNK + 1234);
    try (PairbootServer server = PairbootServer.serve(dataDir())) {
      BootEntry boot = boot(server);
      try (Guest guest = start(boot, partition, hardware)) {
        guest.awaitText("three times the same: import the image again");
        assertThat(guest.console().text())
            .contains(
                "hash mismatch in chunk 3 of "
                    + chunks
                    + ", at offset 4194304, of "
                    + boot.rootfsUrl()
                    + ": expected ")
            .doesNotContain("FETCHED-ROOT");
      }
      flipByte(rootfs, 2L * CHUNK + 1234);
      try (Guest guest = start(boot, partition, hardware)) {
        guest.awaitText(OK);
        assertThat(guest.console().text())
            .contains("complete: " + chunks + " chunks, " + (chunks - 2) + " of them fetched");
      }
    }
  }

  @Test
  void fetchesOverHttpsWithASelfSignedCertificate() throws Exception {
    importFiles("dracut", "rootfs.squashfs");
    try (PairbootServer server = serveOverHttps()) {
      BootEntry boot = boot(server);
      assertThat(boot.rootfsUrl()).startsWith("https://" + HOST + ":");
      try (Guest guest = start(boot, "", List.of())) {
        guest.awaitText(OK);
      }
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "pairboot.it.full", matches = "true")
  void saysThatHttpsNeedsCurl() throws Exception {
    importFiles("initramfs-tools", "rootfs.squashfs");
    try (PairbootServer server = serveOverHttps()) {
      BootEntry boot = boot(server);
      try (Guest guest = start(boot, "", List.of())) {
        guest.awaitText("put curl into the initramfs");
        assertThat(guest.console().text()).contains(boot.rootfsUrl() + " cannot be fetched");
      }
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "pairboot.it.full", matches = "true")
  void fetchesALargeRootfsIntoMemoryAcrossAServerRestart() throws Exception {
    build("large");
    importFiles("dracut", "large.squashfs");
    long size = Files.size(parts.resolve("large.squashfs"));
    long mebibytes = Math.ceilDiv(size, 1 << 20);
    long chunks = Math.ceilDiv(size, CHUNK);
    BootEntry boot;
    int port;
    try (PairbootServer server = PairbootServer.serve(dataDir())) {
      boot = boot(server);
      port = server.httpPort();
    }
    try (Guest guest = start(boot, "", List.of("-m", "768"))) {
      guest.awaitText("give the machine more, or name a partition");
      assertThat(guest.console().text()).contains("takes " + (mebibytes + 8) + " MiB of memory");
    }
    try (Guest guest = start(boot, "", List.of("-m", "1200"))) {
      try (PairbootServer server =
          PairbootServer.serve(dataDir(), "http.listen=127.0.0.1:" + port)) {
        guest.awaitText(" of " + mebibytes + " MiB");
        assertThat(server.isAlive()).isTrue();
      }
      guest.awaitText("of " + boot.rootfsUrl() + " did not arrive");
      try (PairbootServer server =
          PairbootServer.serve(dataDir(), "http.listen=127.0.0.1:" + port)) {
        guest.awaitText("complete: " + chunks + " chunks");
        assertThat(server.log().lines().filter(line -> line.contains("completed")))
            .as("chunks not fetched before")
            .hasSizeLessThan((int) chunks);
        guest.awaitText(OK);
      }
    }
  }

  /** A server with its own self-signed certificate. */
  private PairbootServer serveOverHttps() throws IOException {
    Path plans = Files.createDirectory(directory.resolve("plans"));
    Files.writeString(
        plans.resolve("https.conf"),
        "profiles { default { image = kiosk, protocol { rootfs = https } } }");
    return PairbootServer.serve(
        dataDir(),
        "boot.plans=[\"" + plans + "\"]",
        "http.tls.enabled=true",
        "http.tls.listen=127.0.0.1:0");
  }

  /** What the generated script tells a machine to boot. */
  private record BootEntry(Path kernel, Path initrd, String arguments, String rootfsUrl) {}

  private BootEntry boot(PairbootServer server) throws Exception {
    String script =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(server.http("boot.ipxe/mac=52-54-00-12-34-56")).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    String kernel = null;
    String arguments = null;
    List<Path> initrds = new ArrayList<>();
    for (String line : script.lines().toList()) {
      String[] words = line.replace(" || goto _failed", "").split(" ");
      if (words[0].equals("kernel")) {
        kernel = words[1];
        arguments = String.join(" ", List.of(words).subList(2, words.length));
      } else if (words[0].equals("initrd")) {
        initrds.add(download(words[words.length - 1]));
      }
    }
    assertThat(kernel).as("kernel in %s", script).isNotNull();
    assertThat(initrds)
        .extracting(Path::getFileName)
        .extracting(Path::toString)
        .containsExactly("initramfs.img", "fetcher.img");
    // As iPXE expands it on QEMU's first network card.
    String inGuest =
        arguments.replace("127.0.0.1", HOST).replace("${netX/mac:hexhyp}", "52-54-00-12-34-56");
    String url =
        Stream.of(inGuest.split(" "))
            .filter(argument -> argument.startsWith("coreos.live.rootfs_url="))
            .findFirst()
            .orElseThrow()
            .replaceFirst("^[^=]*=", "");
    return new BootEntry(
        download(kernel), InitrdChain.write(directory.resolve("chain.img"), initrds), inGuest, url);
  }

  private Path download(String url) throws IOException, InterruptedException {
    Path file = directory.resolve(url.substring(url.lastIndexOf('/') + 1));
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofFile(file))
        .body();
  }

  private Guest start(BootEntry boot, String further, List<String> hardware) {
    List<String> all = new ArrayList<>(hardware);
    all.addAll(List.of("-netdev", "user,id=n0", "-device", "virtio-net-pci,netdev=n0,romfile="));
    return Guest.bootKernel(
        directory.resolve("guest"),
        boot.kernel(),
        boot.initrd(),
        boot.arguments() + " " + further,
        all);
  }

  private void importFiles(String kind, String rootfs) {
    cli()
        .run(
            "import",
            "kiosk",
            "--kernel",
            parts.resolve("vmlinuz").toString(),
            "--initramfs",
            parts.resolve(kind + ".img").toString(),
            "--rootfs",
            parts.resolve(rootfs).toString(),
            "--add-fetcher")
        .succeeded();
  }

  /** A disk with a small partition before the target partition. */
  private Path disk() throws IOException {
    Path disk = directory.resolve("disk.raw");
    try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength((PARTITION_MIB + 4L) << 20);
    }
    Path table = directory.resolve("table");
    Files.writeString(
        table,
        """
        label: gpt
        size=1MiB, name=other
        size=%dMiB, name=pairboot-root, uuid=%s
        """
            .formatted(PARTITION_MIB, PARTITION_ID));
    Command.run(
            List.of("sh", "-c", "exec sfdisk --quiet \"$1\" <\"$2\"", "sh", disk + "", table + ""),
            Duration.ofSeconds(30))
        .succeeded();
    return disk;
  }

  /** Flips a bit of the root file system in the store; a second call restores it. */
  private void flipByte(String rootfs, long offset) throws IOException {
    Path blob = cli().blob(cli().part("kiosk", rootfs));
    try (RandomAccessFile file = new RandomAccessFile(blob.toFile(), "rw")) {
      file.seek(offset);
      int before = file.read();
      file.seek(offset);
      file.write(before ^ 1);
    }
  }

  private Cli cli() {
    return new Cli(dataDir());
  }

  private Path dataDir() {
    return directory.resolve("data");
  }
}
