package org.pairboot.it.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.it.lab.TestImage.ascii;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.TestKernel;
import org.pairboot.it.lab.Tools;

/**
 * Imports ISOs from the tools that distributions use, and compares the parts with their sources.
 */
@Execution(ExecutionMode.CONCURRENT)
class IsoIT {
  private static final int FAILED = 1;
  private static final int NOT_VERIFIED = 3;
  private static final String VOLUME = "fedora-coreos-44.1";
  private static final String GRUB =
      "\tlinux /images/pxeboot/vmlinuz quiet coreos.liveiso="
          + VOLUME
          + " ignition.firstboot\n####\n\tinitrd /images/pxeboot/initrd.img\n";

  @TempDir private Path directory;

  private Path tree;
  private Cli cli;

  @BeforeAll
  static void needTools() {
    Tools.need(
        "xorriso:xorriso",
        "genisoimage:genisoimage",
        "isoinfo:genisoimage",
        "bsdtar:libarchive-tools",
        "curl:curl");
  }

  @BeforeEach
  void prepare() throws IOException {
    tree = Files.createDirectory(directory.resolve("tree"));
    cli = new Cli(directory.resolve("data"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "genisoimage -quiet -rational-rock -J -joliet-long",
        "genisoimage -quiet -J",
        "genisoimage -quiet",
        "xorriso -as mkisofs -quiet",
        "xorriso -as mkisofs -quiet --norock",
        "xorriso -as mkisofs -quiet --norock -J"
      })
  void importsTheHalvesOfACoreosIso(String tool) {
    TestImage image = coreosTree();
    Path iso = makeIso(tool);

    cli.run("import", "fcos", "--iso", iso.toString()).succeeded();

    JsonNode shown = cli.json("show", "fcos");
    assertThat(shown.path("version").asText()).isEqualTo("44.1");
    assertThat(shown.path("verification").asText()).isEqualTo("verified");
    assertThat(shown.path("kernelArguments").asText()).isEqualTo("quiet ignition.firstboot");
    assertThat(digest("fcos", "kernel")).isEqualTo(SeededFile.sha256(image.kernel()));
    assertThat(digest("fcos", "initramfs.img")).isEqualTo(SeededFile.sha256(image.initramfs()));
    assertThat(digest("fcos", "rootfs.img")).isEqualTo(SeededFile.sha256(image.rootfs()));
    assertThat(digest("fcos", "rootfs.img")).isEqualTo(SeededFile.sha256(byIsoinfo(iso)));
    cli.run("verify", "fcos").succeeded();
  }

  @Test
  void importsManyLongNamesAsBsdtarReadsThem() throws IOException {
    write("boot/vmlinuz-lts", TestKernel.x86("kernel"));
    write("boot/initramfs-lts", TestImage.cpio(Map.entry("sbin/nlplug-findfs", ascii("x"))));
    write("boot/modloop-lts", Arrays.copyOf(ascii("hsqs"), 70_000));
    for (int i = 0; i < 300; i++) {
      write("apks/x86_64/" + "long-name.".repeat(11) + i + ".apk", ascii("package " + i));
    }
    Path iso = makeIso("xorriso -as mkisofs -quiet");
    Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
    Command.run(List.of("bsdtar", "-xf", iso.toString(), "-C", unpacked.toString())).succeeded();

    cli.run("import", "alpine", "--iso", iso.toString(), "--allow-unverified").succeeded();

    JsonNode shown = cli.json("show", "alpine");
    assertThat(shown.path("parts")).hasSize(303);
    for (JsonNode part : shown.path("parts")) {
      if (part.path("role").asText().equals("payload")) {
        assertThat(part.path("sha256").asText())
            .isEqualTo(SeededFile.sha256(unpacked.resolve(part.path("name").asText())));
      }
    }
    assertThat(shown.path("kernelArguments").asText()).endsWith("alpine_repo={base_url}/apks");
  }

  @Test
  void servesWhatADebianLiveSystemFetches() {
    Path squashfs = debianTree();
    Path iso = makeIso("xorriso -as mkisofs -quiet");
    Command.Result refused = cli.run("import", "rescue", "--iso", iso.toString());
    assertThat(refused.exited(NOT_VERIFIED).err()).contains("--allow-unverified").hasLineCount(1);

    String version =
        cli.run("import", "rescue", "--iso", iso.toString(), "--allow-unverified")
            .succeeded()
            .out()
            .strip()
            .replace("rescue@", "");

    assertThat(cli.run("verify", "rescue").succeeded().out())
        .contains("unverifiable: a Debian live image has no checksum");
    try (PairbootServer server = PairbootServer.serve(directory.resolve("data"))) {
      String base = "images/rescue/" + version + "/x86_64";
      String url = server.http(base + "/live/filesystem.squashfs").toString();
      String ipxe = curl(server.http("boot.ipxe").toString());
      assertThat(ipxe)
          .contains("initrd=initramfs.img boot=live components fetch=" + url + " ")
          .contains("initrd --name initramfs.img " + server.http(base + "/initramfs.img"))
          .doesNotContain("--name filesystem.squashfs");
      String pxelinux = curl("tftp://127.0.0.1:" + server.tftpPort() + "/pxelinux.cfg/default");
      assertThat(pxelinux)
          .contains(
              "APPEND initrd=::/" + base + "/initramfs.img boot=live components fetch=" + url);
      Path fetched = directory.resolve("fetched");
      Command.run(List.of("curl", "-sSf", "-o", fetched.toString(), url)).succeeded();
      assertThat(fetched).hasSameBinaryContentAs(squashfs);
    }
  }

  @Test
  void servesAnUbuntuIsoAsAWhole() {
    write("casper/vmlinuz", TestKernel.x86("kernel"));
    write("casper/initrd", TestImage.cpio(Map.entry("scripts/casper", ascii("x"))));
    Path iso = makeIso("genisoimage -quiet -R");

    cli.run("import", "noble", "--iso", iso.toString(), "--allow-unverified").succeeded();

    assertThat(digest("noble", "live.iso")).isEqualTo(SeededFile.sha256(iso));
  }

  @Test
  void importsSeparateFilesOfAnotherSystem() {
    Path squashfs = debianTree();

    cli.run(
            "import",
            "arch",
            "--preset",
            "arch",
            "--kernel",
            tree.resolve("live/vmlinuz").toString(),
            "--initramfs",
            tree.resolve("live/initrd.img").toString(),
            "--rootfs",
            squashfs.toString(),
            "--allow-unverified")
        .succeeded();

    JsonNode shown = cli.json("show", "arch");
    assertThat(digest("arch", "arch/x86_64/airootfs.sfs")).isEqualTo(SeededFile.sha256(squashfs));
    assertThat(shown.path("kernelArguments").asText()).contains("archiso_http_srv={base_url}/ ");
  }

  @Test
  void rejectsATruncatedIso() throws IOException {
    coreosTree();
    byte[] whole = Files.readAllBytes(makeIso("xorriso -as mkisofs -quiet"));
    Path cut =
        Files.write(directory.resolve("cut.iso"), Arrays.copyOf(whole, whole.length * 3 / 4));

    assertRejected(cut, "the ISO image is incomplete: it has ", " bytes; download it again");
  }

  @Test
  void rejectsIsosWithoutARootfsWithTheReason() throws IOException {
    coreosTree();
    Files.delete(tree.resolve("images/pxeboot/rootfs.img"));
    assertRejected(
        makeIso("genisoimage -quiet -R"), "is a minimal ISO", "import the full live ISO");

    Files.move(tree.resolve("images/pxeboot/vmlinuz"), tree.resolve("images/vmlinuz"));
    Files.move(tree.resolve("images/pxeboot/initrd.img"), tree.resolve("images/initramfs.img"));
    assertRejected(makeIso("genisoimage -quiet -R"), "is from before August 2020", "");
  }

  private void assertRejected(Path iso, String problem, String remedy) {
    Command.Result refused = cli.run("import", "fcos", "--iso", iso.toString()).exited(FAILED);
    assertThat(refused.err()).contains(iso.toString(), problem, remedy).hasLineCount(1);
    assertThat(cli.json("images")).isEmpty();
  }

  private TestImage coreosTree() {
    TestImage image = TestImage.write(directory.resolve("image"), "44.1", 3_000_000);
    try {
      write("images/pxeboot/vmlinuz", Files.readAllBytes(image.kernel()));
      write("images/pxeboot/initrd.img", Files.readAllBytes(image.initramfs()));
      write("images/pxeboot/rootfs.img", Files.readAllBytes(image.rootfs()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write("EFI/fedora/grub.cfg", ascii(GRUB));
    return image;
  }

  private Path debianTree() {
    write("live/vmlinuz", TestKernel.x86("kernel"));
    write("live/initrd.img", TestImage.cpio(Map.entry("scripts/live", ascii("x"))));
    write("live/filesystem.squashfs", new byte[0]);
    Path squashfs = SeededFile.write(tree.resolve("live/filesystem.squashfs"), 2_000_003).path();
    try (FileChannel file = FileChannel.open(squashfs, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(ascii("hsqs")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return squashfs;
  }

  private void write(String path, byte[] content) {
    try {
      Path file = tree.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path makeIso(String tool) {
    Path iso = directory.resolve("live.iso");
    List<String> line =
        Stream.concat(
                Stream.of(tool.split(" ")),
                Stream.of("-V", VOLUME, "-o", iso.toString(), tree.toString()))
            .toList();
    Command.run(line).succeeded();
    return iso;
  }

  /** The rootfs as isoinfo extracts it, by its plain ISO 9660 name. */
  private Path byIsoinfo(Path iso) {
    Path out = directory.resolve("rootfs.by-isoinfo");
    String name = "/IMAGES/PXEBOOT/ROOTFS.IMG;1";
    Command.run(List.of("sh", "-c", "isoinfo -i '" + iso + "' -x '" + name + "' > '" + out + "'"))
        .succeeded();
    return out;
  }

  private static String curl(String url) {
    return Command.run(List.of("curl", "-sSf", url)).succeeded().out();
  }

  private String digest(String image, String part) {
    return cli.part(image, part).path("sha256").asText();
  }
}
