package org.pairboot.appliance.cli.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.inspect.Inspection;
import org.pairboot.artifacts.format.pair.PairVerifier.Verdict;
import org.pairboot.artifacts.text.Json;

class InspectViewTest {
  private static final Inspection KERNEL =
      new Inspection.Kernel(1000, "bzImage", Optional.of("6.1"), Optional.empty());

  @TempDir private Path directory;

  @Test
  void writesTheKeysOfAKernel() throws IOException {
    JsonNode json = json(new InspectView("vmlinuz", KERNEL, Optional.empty()));

    assertThat(keys(json))
        .containsExactly("file", "size", "kind", "description", "version", "tftp");
    assertThat(json.get("kind").textValue()).isEqualTo("kernel");
    assertThat(json.get("version").textValue()).isEqualTo("6.1");
    assertThat(keys(json.at("/tftp/0"))).containsExactly("blockSize", "blocks", "wraps", "clients");
  }

  @Test
  void writesTheKeysOfAFatInitramfs() throws IOException {
    Verdict rejected = new Verdict.Rejected("other build", OptionalLong.empty());
    JsonNode json = json(new InspectView("fat.img", fatInitramfs(), Optional.of(rejected)));

    assertThat(keys(json))
        .containsExactly(
            "file",
            "size",
            "kind",
            "description",
            "version",
            "cookie",
            "fetch",
            "rootFile",
            "multipleOf4",
            "members",
            "findings",
            "boot",
            "tftp",
            "pair");
    assertThat(json.get("kind").textValue()).isEqualTo("fat");
    assertThat(json.get("cookie").textValue()).isEqualTo("30.1");
    assertThat(json.get("fetch").textValue()).isEqualTo("none");
    assertThat(keys(json.get("rootFile")))
        .containsExactly("name", "type", "member", "compression", "offset", "size");
    assertThat(keys(json.at("/members/0")))
        .containsExactly(
            "index",
            "offset",
            "length",
            "compression",
            "unpackedLength",
            "archives",
            "files",
            "complete",
            "contents");
    assertThat(keys(json.at("/boot/0"))).containsExactly("method", "works", "reason", "memory");
    assertThat(json.get("pair"))
        .hasToString("{\"verification\":\"rejected\",\"reason\":\"other build\"}");
  }

  @Test
  void printsWhatItIsItsMembersItsBootMethodsAndItsTransfers() throws IOException {
    Verdict rejected = new Verdict.Rejected("other build", OptionalLong.empty());

    assertThat(text(new InspectView("fat.img", fatInitramfs(), Optional.of(rejected))))
        .startsWith("fat.img\n")
        .contains("is                a fat initramfs, with the root file system inside\n")
        .contains("initramfs cookie  30.1\n")
        .contains("pair              rejected: other build\n")
        .containsSubsequence(
            "OFFSET", "root file system, initramfs cookie", "BOOT METHOD", "TFTP BLKSIZE");
    assertThat(text(new InspectView("vmlinuz", KERNEL, Optional.empty())))
        .contains("a kernel (bzImage)", "architecture      unknown", "version           6.1");
  }

  @Test
  void namesAConfigForAFirstBootAndWhatItNeeds() throws IOException {
    Path file = directory.resolve("ignition.img");
    try (CpioArchiveOutputStream cpio = new CpioArchiveOutputStream(Files.newOutputStream(file))) {
      put(cpio, "config.ign", "{}".getBytes(UTF_8));
    }
    InspectView view =
        new InspectView(
            "ignition.img", Inspection.of(ImageFile.of(file), read -> {}), Optional.empty());

    assertThat(json(view).get("firstBootConfig").textValue()).isEqualTo("config.ign");
    assertThat(text(view))
        .contains(
            "first boot        config.ign, which takes effect with the arguments"
                + " ignition.firstboot ignition.platform.id=metal\n");
  }

  private Inspection fatInitramfs() throws IOException {
    Path file = directory.resolve("fat.img");
    try (CpioArchiveOutputStream cpio = new CpioArchiveOutputStream(Files.newOutputStream(file))) {
      put(cpio, "etc/coreos-live-initramfs", "30.1\n".getBytes(UTF_8));
      byte[] squashfs = new byte[4096];
      System.arraycopy("hsqs".getBytes(UTF_8), 0, squashfs, 0, 4);
      put(cpio, "root.squashfs", squashfs);
    }
    return Inspection.of(ImageFile.of(file), read -> {});
  }

  private static void put(CpioArchiveOutputStream cpio, String name, byte[] content)
      throws IOException {
    CpioArchiveEntry entry = new CpioArchiveEntry(name, content.length);
    entry.setMode(CpioArchiveEntry.C_ISREG | 0644);
    cpio.putArchiveEntry(entry);
    cpio.write(content);
    cpio.closeArchiveEntry();
  }

  private static JsonNode json(InspectView view) {
    return Json.MAPPER.valueToTree(view.json());
  }

  private static List<String> keys(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static String text(InspectView view) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, UTF_8);
    view.print(new Console(stream, stream));
    return out.toString(UTF_8);
  }
}
