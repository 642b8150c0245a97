package org.pairboot.it.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.GnuPg;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;

/** Imports from servers, with signatures by GnuPG. */
@Execution(ExecutionMode.CONCURRENT)
class DownloadIT {
  private static final String RELEASE = "44.20260707.3.1";
  private static final int NOT_VERIFIED = 3;
  private static final List<String> FILES = List.of("kernel", "initramfs.img", "rootfs.img");

  @TempDir private Path directory;

  private Path published;
  private Path keyRing;
  private TestImage image;
  private HttpServer server;
  private Cli cli;

  @BeforeEach
  void publish() throws IOException {
    published = directory.resolve("published");
    keyRing = directory.resolve("keys.gpg");
    image = TestImage.write(published, RELEASE, 100_000);
    server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            published.toAbsolutePath(),
            OutputLevel.NONE);
    server.start();
    Files.writeString(published.resolve("stream.json"), metadata());
    cli = new Cli(directory.resolve("data"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url(String name) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
  }

  private String metadata() {
    List<String> pxe = new ArrayList<>();
    for (String name : FILES) {
      pxe.add(
          """
          "%s": {"location": "%s", "signature": "%s.sig", "sha256": "%s"}
          """
              .formatted(
                  name.replace(".img", ""),
                  url(name),
                  url(name),
                  SeededFile.sha256(published.resolve(name))));
    }
    return """
    {"stream": "stable", "architectures": {"x86_64": {"artifacts": {"metal":
      {"release": "%s", "formats": {"pxe": {%s}}}}}}}
    """
        .formatted(RELEASE, String.join(",", pxe));
  }

  private void sign() {
    try (GnuPg gpg = newKey()) {
      sign(gpg);
    }
  }

  private GnuPg newKey() {
    return GnuPg.withNewKey(directory.resolve("gpg"), "Releases <r@example>", "never");
  }

  private void sign(GnuPg gpg) {
    gpg.export(keyRing);
    FILES.forEach(name -> gpg.sign(published.resolve(name)));
  }

  private Command.Result importStream(String signatures) {
    return cli.run(
        "import",
        "fcos",
        "--stream",
        url("stream.json"),
        "--arch",
        "x86_64",
        "--set",
        "downloads.signatures=" + signatures,
        "--set",
        "downloads.key-rings=[\"" + keyRing + "\"]");
  }

  private void assertRejected(Command.Result result, String... messages) {
    result.exited(NOT_VERIFIED);
    assertThat(result.err()).contains(messages).doesNotContain("Exception");
    assertThat(cli.json("images")).isEmpty();
  }

  @Test
  void fetchesVerifiesAndPublishesASignedReleaseOnce() {
    sign();

    assertThat(importStream("require").succeeded().out()).isEqualTo("fcos@" + RELEASE + "\n");
    JsonNode shown = cli.json("show", "fcos");
    assertThat(shown.path("verification").toString()).contains("verified");
    assertThat(shown.path("parts").toString())
        .contains(
            SeededFile.sha256(image.kernel()),
            SeededFile.sha256(image.initramfs()),
            SeededFile.sha256(image.rootfs()));
    assertThat(importStream("require").succeeded().err()).doesNotContain("fetching");
  }

  @Test
  void rejectsAReleaseWithoutRequiredSignatures() {
    sign();
    FILES.forEach(name -> delete(published.resolve(name + ".sig")));

    assertRejected(importStream("require"), "signature");
  }

  @Test
  void rejectsASignatureByAnotherKey() throws IOException {
    sign();
    Path known = Files.move(keyRing, directory.resolve("theirs.gpg"));
    try (GnuPg other = GnuPg.withNewKey(directory.resolve("other"), "Other <o@example>", "never")) {
      other.export(keyRing);
    }

    assertThat(known).exists();
    assertRejected(importStream("if-present"), "key");
  }

  @Test
  void rejectsASignatureByAnExpiredKey() {
    try (GnuPg gpg = GnuPg.withExpiredKey(directory.resolve("gpg"), "Releases <r@example>")) {
      sign(gpg);
    }

    assertRejected(importStream("if-present"), "Releases <r@example>", "expired on 2020-12-31");
  }

  @Test
  void rejectsASignatureByARevokedKey() throws IOException {
    try (GnuPg gpg = newKey()) {
      sign(gpg);
      gpg.revoke();
      Files.delete(keyRing);
      gpg.export(keyRing);
    }

    assertRejected(importStream("if-present"), "Releases <r@example>", "has been revoked");
  }

  @Test
  void rejectsAChangedFileByItsDigest() throws IOException {
    sign();
    flip(published.resolve("rootfs.img"));

    assertRejected(importStream("require"), "rootfs", "sha256");
  }

  @Test
  void rejectsAChangedFileByItsSignature() throws IOException {
    sign();
    flip(published.resolve("rootfs.img"));
    Files.writeString(published.resolve("stream.json"), metadata());

    assertRejected(importStream("require"), "rootfs", "signature");
  }

  @Test
  void importsAnImageFromSeparateUrls() {
    cli.run(
            "import",
            "demo",
            "--kernel",
            url("kernel"),
            "--initramfs",
            url("initramfs.img"),
            "--rootfs",
            image.rootfs().toString())
        .succeeded();

    assertThat(cli.json("show", "demo").path("version").asText()).isEqualTo(RELEASE);
  }

  @Test
  void checksASystemOfTheCatalogueByTheListThatItsPublisherSigns() throws IOException {
    Path release = publishInstaller();
    try (GnuPg gpg = newKey()) {
      gpg.export(keyRing);
      gpg.sign(release);
    }
    Files.move(release.resolveSibling("Release.sig"), release.resolveSibling("Release.gpg"));

    Command.Result good = importInstaller().succeeded();
    assertThat(good.out()).isEqualTo("debian-installer@20250803\n");
    assertThat(good.err()).contains("good signature by Releases <r@example>");

    cli.run("remove", "debian-installer@20250803").succeeded();
    Files.writeString(release, Files.readString(release) + "\n");
    assertRejected(importInstaller(), "signature rejected");
  }

  private Command.Result importInstaller() {
    return cli.run(
        "import",
        "--from",
        "debian-installer",
        "--arch",
        "x86_64",
        "--mirror",
        url("").replaceFirst("/$", ""),
        "--set",
        "downloads.signatures=require",
        "--set",
        "downloads.key-rings=[\"" + keyRing + "\"]");
  }

  /** With Debian's layout; the result is the file that Debian signs. */
  private Path publishInstaller() throws IOException {
    Path suite = published.resolve("debian/dists/stable");
    Path images = suite.resolve("main/installer-amd64/20250803/images");
    Path netboot = Files.createDirectories(images.resolve("netboot/debian-installer/amd64"));
    Files.copy(image.kernel(), netboot.resolve("linux"));
    // A cpio archive without files.
    Files.writeString(
        netboot.resolve("initrd.gz"),
        "070701" + "0".repeat(88) + "0000000B" + "0".repeat(8) + "TRAILER!!!\0\0\0\0");
    Path sums = images.resolve("SHA256SUMS");
    Files.writeString(
        sums,
        "%s  ./netboot/debian-installer/amd64/linux\n%s  ./netboot/debian-installer/amd64/initrd.gz\n"
            .formatted(
                SeededFile.sha256(netboot.resolve("linux")),
                SeededFile.sha256(netboot.resolve("initrd.gz"))));
    return Files.writeString(
        suite.resolve("Release"),
        "SHA256:\n %s 78509 main/installer-amd64/20250803/images/SHA256SUMS\n"
            .formatted(SeededFile.sha256(sums)));
  }

  @Test
  void namesAMissingFile() {
    Command.Result result =
        cli.run("import", "demo", "--kernel", url("vmlinuz"), "--initramfs", url("initramfs.img"));

    result.exited(1);
    assertThat(result.err()).contains(url("vmlinuz"), "404").doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pool", "single"})
  void fetchesAnImageFromAnotherServerOverTftp(String mode) {
    Cli theirs = new Cli(directory.resolve("theirs"));
    theirs.importImage("fcos", image);
    try (PairbootServer server =
        PairbootServer.serve(directory.resolve("theirs"), "tftp.port-mode=" + mode)) {
      String base = "tftp://127.0.0.1:%d/images/fcos/%s/".formatted(server.tftpPort(), RELEASE);
      cli.run(
              "import",
              "copy",
              "--kernel",
              base + "kernel",
              "--initramfs",
              base + "initramfs.img",
              "--rootfs",
              base + "rootfs.img")
          .succeeded();
    }
    assertThat(cli.json("show", "copy").path("parts").toString())
        .contains(SeededFile.sha256(image.rootfs()));
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  private static void delete(Path file) {
    assertThat(file.toFile().delete()).isTrue();
  }
}
