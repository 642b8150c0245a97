package org.pairboot.it.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.Tools;

/**
 * Splits images from the tools that make real ones, and checks the parts with other tools: cpio,
 * bsdtar (which guests use to unpack a rootfs), unmkinitramfs and unsquashfs.
 */
class SplitOraclesIT {
  private static final int FAILED = 1;

  /** The members end at their last byte, except that NULs must follow an lz4 member. */
  private static final String MAKE_FAT =
      """
      tree() { (cd "$1" && find . -mindepth 1 -printf '%P\\n' | sort | cpio -o -H newc --quiet); }
      mkdir -p early/kernel/x86 main/etc stamp/etc root/usr payload
      printf 1 >early/early_cpio
      head -c 3000 /dev/urandom >early/kernel/x86/GenuineIntel.bin
      head -c 200000 /dev/urandom >main/init
      printf 'lab\\n' >main/etc/hostname
      printf '39.1\\n' >stamp/etc/coreos-live-initramfs
      head -c 3000000 /dev/urandom >root/usr/data
      mksquashfs root payload/root.squashfs -quiet -no-progress -noappend -all-root
      tree early >fat.img
      for part in main stamp payload; do
        tree "$part" | $COMPRESS >>fat.img
        if [ "$ZEROS" = yes ]; then printf '\\0\\0\\0\\0' >>fat.img; fi
      done
      """;

  @TempDir private Path directory;

  private Cli cli;

  @BeforeAll
  static void needTools() {
    Tools.need(
        "cpio:cpio",
        "bsdtar:libarchive-tools",
        "unmkinitramfs:initramfs-tools-core",
        "unsquashfs:squashfs-tools",
        "xz:xz-utils",
        "zstd:zstd",
        "lz4:lz4",
        "bzip2:bzip2",
        "lzop:lzop");
  }

  @BeforeEach
  void cli() {
    cli = new Cli(directory.resolve("data"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat",
        "gzip -n -9",
        "xz --check=crc32",
        "zstd -q -19 -T1",
        "zstd -q -3 --long=27",
        "lz4 -l -q",
        "bzip2",
        "lzma",
      })
  void keepsTheContentOfTheImageForOtherTools(String compressor) throws IOException {
    boolean lz4 = compressor.startsWith("lz4");
    makeFat(compressor, lz4);
    cli.run("split", path("fat.img"), "--output", path("parts")).succeeded();

    // The rootfs as cpio, a guest and a loop mount see it.
    assertThat(sh("cpio -t --quiet <parts/rootfs.img").lines())
        .containsExactly("root.squashfs", "etc", "etc/coreos-live-rootfs");
    sh("mkdir guest && bsdtar -xf - -C guest <parts/rootfs.img");
    assertSame("guest/root.squashfs", "payload/root.squashfs");
    sh("unsquashfs -quiet -no-progress -o 124 -d unpacked parts/rootfs.img");
    assertSame("unpacked/usr/data", "root/usr/data");

    // The initramfs still has its content, and the new archive comes last.
    JsonNode members = cli.json("inspect", path("parts/initramfs.img")).path("members");
    assertThat(members).hasSize(3);
    String tool = compressor.split(" ")[0];
    assertThat(members.get(1).path("compression").asText())
        .isEqualTo(tool.equals("cat") ? "uncompressed" : tool);
    long cookies = members.get(2).path("offset").asLong();
    assertThat(sh("tail -c +" + (cookies + 1) + " parts/initramfs.img | cpio -t --quiet").lines())
        .containsExactly("etc", "etc/coreos-live-initramfs", "etc/coreos-live-want-rootfs");
    assertKeptMembers(tool, members.get(1));
  }

  /** unmkinitramfs requires a compressed archive after the early one, and does not support lzma. */
  private void assertKeptMembers(String tool, JsonNode main) throws IOException {
    long end = main.path("offset").asLong() + main.path("length").asLong();
    sh("head -c " + end + " parts/initramfs.img >kept.img");
    switch (tool) {
      case "cat" ->
          sh(
              "mkdir -p kept/main && tail -c +%d kept.img | (cd kept/main && cpio -i --quiet)"
                  .formatted(main.path("offset").asLong() + 1));
      case "lzma" ->
          sh(
              "mkdir -p kept/main && tail -c +%d kept.img | lzma -dc | (cd kept/main && cpio -i --quiet)"
                  .formatted(main.path("offset").asLong() + 1));
      default -> {
        sh("unmkinitramfs kept.img kept");
        assertSame("kept/early/kernel/x86/GenuineIntel.bin", "early/kernel/x86/GenuineIntel.bin");
      }
    }
    assertSame("kept/main/init", "main/init");
    assertSame("kept/main/etc/hostname", "main/etc/hostname");
  }

  @Test
  void findsMembersWhereTheToolsWroteThem() throws IOException {
    sh(
        """
        printf 'x\\n' >a && printf 'a\\n' | cpio -o -H newc --quiet >a.cpio
        gzip -n <a.cpio >1
        xz --check=crc32 <a.cpio >2
        zstd -q <a.cpio >3
        bzip2 <a.cpio >4
        lzma <a.cpio >5
        cat 1 2 3 4 5 1 >all.img
        """);
    JsonNode members = cli.json("inspect", path("all.img")).path("members");
    long offset = 0;
    String[] labels = {"gzip", "xz", "zstd", "bzip2", "lzma", "gzip"};
    for (int i = 0; i < labels.length; i++) {
      assertThat(members.get(i).path("compression").asText()).isEqualTo(labels[i]);
      assertThat(members.get(i).path("offset").asLong()).as(labels[i]).isEqualTo(offset);
      offset += Files.size(directory.resolve(String.valueOf(i % 5 + 1)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd -q", "xz --check=crc32", "bzip2"})
  void rejectsAnArchiveInSeveralStreamsThoughToolsAcceptIt(String compressor) {
    sh(
        """
        head -c 300000 /dev/urandom >big && printf 'big\\n' | cpio -o -H newc --quiet >big.cpio
        split -b 100000 big.cpio piece-
        for piece in piece-*; do %1$s <"$piece"; done >spread.img
        %2$s -dc <spread.img | cpio -t --quiet
        """
            .formatted(compressor, compressor.split(" ")[0]));

    assertThat(cli.run("inspect", path("spread.img")).exited(FAILED).err())
        .contains("ends in the middle of the data of 'big'", "compress the archive as one stream")
        .doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "-3", "-9", "--no-checksum", "-C"})
  void readsWhatLzopWrites(String option) {
    sh(
        """
        seq 100000 >numbers; head -c 300000 /dev/urandom >noise; head -c 300000 /dev/zero >zeros
        printf '%%s\\n' numbers noise zeros | cpio -o -H newc --quiet | lzop %s >lzo.img
        """
            .formatted(option));

    assertThat(cli.run("inspect", path("lzo.img")).succeeded().out()).contains("lzo");
  }

  @Test
  void servesThePublishedHalvesAsRangesOfTheLiveImage() throws IOException {
    Tools.need("curl:curl");
    TestImage image = TestImage.write(directory.resolve("image"), "39.1", 3_000_000);
    cli.importImage("demo", image);
    try (PairbootServer server = PairbootServer.serve(directory.resolve("data"))) {
      String url = server.http("images/demo/39.1/live.img").toString();
      sh("curl -sSf -o live.img " + url);
      JsonNode offsets = cli.json("split", "--offsets", path("live.img")).path("offsets");
      assertThat(offsets.path("verified").asBoolean()).isTrue();
      for (String half : List.of("initramfs", "rootfs")) {
        String range = offsets.path(half).path("range").asText();
        sh("curl -sSf -H 'Range: %s' -o %s %s".formatted(range, half, url));
        assertThat(directory.resolve(half)).hasSameBinaryContentAs(file(image, half));
      }
      assertThat(Files.exists(directory.resolve("initramfs.img"))).isFalse();
    }
  }

  private static Path file(TestImage image, String half) {
    return half.equals("rootfs") ? image.rootfs() : image.initramfs();
  }

  private void makeFat(String compressor, boolean zeros) {
    sh("COMPRESS='%s' ZEROS=%s%n%s".formatted(compressor, zeros ? "yes" : "no", MAKE_FAT));
  }

  private void assertSame(String found, String expected) {
    assertThat(SeededFile.sha256(directory.resolve(found)))
        .as(found)
        .isEqualTo(SeededFile.sha256(directory.resolve(expected)));
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  /** Runs a script in the directory of this test; it must succeed. */
  private String sh(String script) {
    return Command.run(List.of("sh", "-ec", "cd '" + directory + "'\n" + script)).succeeded().out();
  }
}
