package org.pairboot.it.docs;

import static org.pairboot.it.lab.TestImage.ascii;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.GnuPg;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.TestKernel;

/** Creates the files in {@code files.txt}: tiny samples of what the pages mention. */
final class DocumentFiles {
  private static final String RELEASE = "44.20260707.3.1";
  private static final String PREFIX = "fedora-coreos-" + RELEASE + "-live-";
  private static final Map<String, String> STREAM_PARTS =
      Map.of(
          "kernel",
          PREFIX + "kernel.x86_64",
          "initramfs",
          PREFIX + "initramfs.x86_64.img",
          "rootfs",
          PREFIX + "rootfs.x86_64.img");
  private static final String BUILDS =
      "https://builds.coreos.fedoraproject.org/prod/streams/stable/builds/" + RELEASE + "/x86_64/";

  private final Path files;
  private final Path scratch;
  private final TestImage pair;

  DocumentFiles(Path files, Path scratch) {
    this.files = files;
    this.scratch = scratch;
    this.pair = TestImage.write(scratch.resolve("pair"), RELEASE, 100_000);
  }

  void makeAll() throws IOException {
    for (String line : PageEnvironment.resource("files.txt").lines().toList()) {
      String[] words = line.split(" +");
      if (words.length > 1 && !line.startsWith("#")) {
        for (String name : List.of(words).subList(1, words.length)) {
          make(words[0], files.resolve(name));
        }
      }
    }
    signTheRelease();
  }

  private void make(String kind, Path file) throws IOException {
    switch (kind) {
      case "kernel" -> Files.copy(pair.kernel(), file);
      case "initramfs" -> Files.copy(pair.initramfs(), file);
      case "rootfs" -> Files.copy(pair.rootfs(), file);
      case "live" -> {
        Files.copy(pair.initramfs(), file);
        Files.write(file, Files.readAllBytes(pair.rootfs()), StandardOpenOption.APPEND);
      }
      case "fat" -> Files.write(file, fatInitramfs());
      case "other" -> Files.write(file, TestImage.cpio(Map.entry("hooks/archiso", ascii("x"))));
      case "initramfs-tools" -> Files.write(file, initramfsTools());
      case "squashfs" -> Files.write(file, squashfs());
      case "coreos-iso" -> iso(file, coreosTree());
      case "debian-iso" -> iso(file, debianTree());
      case "ubuntu-iso" -> iso(file, ubuntuTree());
      case "stream" -> Files.writeString(file, streamMetadata());
      case "release" -> Files.writeString(file, releaseMetadata());
      case "text" -> Files.writeString(file, "{}\n");
      default -> throw new IllegalArgumentException("files.txt: unknown kind " + kind);
    }
  }

  private static byte[] fatInitramfs() {
    return TestImage.cpio(
        Map.entry("etc/coreos-live-initramfs", ascii("30.1\n")),
        Map.entry("root.squashfs", squashfs()));
  }

  private static byte[] initramfsTools() {
    return TestImage.cpio(
        Map.entry("scripts/functions", ascii("x")),
        Map.entry("bin/busybox", ascii("x")),
        Map.entry("bin/dd", ascii("x")),
        Map.entry("bin/sha256sum", ascii("x")),
        Map.entry("bin/tail", ascii("x")),
        Map.entry("bin/timeout", ascii("x")),
        Map.entry("bin/wget", ascii("x")));
  }

  private static byte[] squashfs() {
    byte[] bytes = new byte[200_000];
    new Random(1).nextBytes(bytes);
    System.arraycopy(ascii("hsqs"), 0, bytes, 0, 4);
    return bytes;
  }

  private Map<String, byte[]> coreosTree() throws IOException {
    return Map.of(
        "images/pxeboot/vmlinuz", Files.readAllBytes(pair.kernel()),
        "images/pxeboot/initrd.img", Files.readAllBytes(pair.initramfs()),
        "images/pxeboot/rootfs.img", Files.readAllBytes(pair.rootfs()),
        "EFI/fedora/grub.cfg",
            ascii("\tlinux /images/pxeboot/vmlinuz coreos.liveiso=x ignition.firstboot\n"));
  }

  private Map<String, byte[]> debianTree() {
    return Map.of(
        "live/vmlinuz",
        TestKernel.x86("kernel"),
        "live/initrd.img",
        TestImage.cpio(Map.entry("scripts/live", ascii("x"))),
        "live/filesystem.squashfs",
        squashfs(),
        "boot/grub/grub.cfg",
        ascii(
            "menuentry 'Live system (amd64)' { linux /live/vmlinuz boot=live components quiet;"
                + " initrd /live/initrd.img }\n"));
  }

  private static Map<String, byte[]> ubuntuTree() {
    return Map.of(
        "casper/vmlinuz",
        TestKernel.x86("kernel"),
        "casper/initrd",
        TestImage.cpio(Map.entry("scripts/casper", ascii("x"))));
  }

  private void iso(Path file, Map<String, byte[]> content) throws IOException {
    Path tree = Files.createDirectory(scratch.resolve(file.getFileName()));
    for (Map.Entry<String, byte[]> entry : content.entrySet()) {
      Path path = tree.resolve(entry.getKey());
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.write(path, entry.getValue());
    }
    Command.run(
            List.of(
                "xorriso",
                "-as",
                "mkisofs",
                "-quiet",
                "-V",
                "LIVE",
                "-o",
                file.toString(),
                tree.toString()))
        .succeeded();
  }

  private String streamMetadata() {
    return """
    {"stream": "stable", "architectures": {"x86_64": %1$s, "aarch64": %1$s}}
    """
        .formatted(
            """
            {"artifacts": {"metal": {"release": "%s", "formats": {"pxe": {%s}}}}}
            """
                .formatted(RELEASE, String.join(",", artifacts())));
  }

  private String releaseMetadata() {
    String media =
        "{\"metal\": {\"artifacts\": {\"pxe\": {%s}}}}".formatted(String.join(",", artifacts()));
    return """
    {"release": "%s", "stream": "stable", "architectures": {
      "x86_64": {"media": %s}, "aarch64": {"media": %s}}}
    """
        .formatted(RELEASE, media, media);
  }

  private List<String> artifacts() {
    return STREAM_PARTS.entrySet().stream().map(this::artifact).toList();
  }

  private String artifact(Map.Entry<String, String> part) {
    return """
    "%s": {"location": "%s", "signature": "%s.sig", "sha256": "%s"}
    """
        .formatted(
            part.getKey(),
            BUILDS + part.getValue(),
            BUILDS + part.getValue(),
            SeededFile.sha256(files.resolve(part.getValue())));
  }

  private void signTheRelease() throws IOException {
    try (GnuPg gpg = GnuPg.withNewKey(scratch.resolve("gpg"), "Fedora", "never");
        Stream<Path> all = Files.list(files)) {
      for (Path file : all.toList()) {
        if (STREAM_PARTS.containsValue(file.getFileName().toString())) {
          gpg.sign(file);
        }
      }
      gpg.export(files.resolve("fedora.gpg"));
    }
  }
}
