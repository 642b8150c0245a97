package org.pairboot.it.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;

/** The commands import, images, show, verify and remove. */
class ImageCommandsIT {
  private static final int NOT_VERIFIED = 3;

  @TempDir private Path directory;

  private Cli cli() {
    return new Cli(directory.resolve("data"));
  }

  @Test
  void listsNoImagesInAnEmptyStore() {
    assertThat(cli().json("images")).isEmpty();
    assertThat(cli().run("images").succeeded().err()).doesNotContain("Exception");
  }

  @Test
  void listsAnImportedImageWithItsOwnVersion() {
    cli().importImage("demo", image("39.1", 1000));
    JsonNode listed = cli().json("images");
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).path("name").asText()).isEqualTo("demo");
    assertThat(listed.get(0).path("version").asText()).isEqualTo("39.1");
  }

  @Test
  void showsEveryPartWithSizeAndDigest() throws IOException {
    TestImage image = image("39.1", 1000);
    SeededFile extra = SeededFile.write(directory.resolve("extra.img"), 4097);
    cli().importImage("demo", image.withExtras(List.of(extra.path())));
    JsonNode shown = cli().json("show", "demo");
    assertThat(shown.path("name").asText()).isEqualTo("demo");
    assertThat(shown.path("version").asText()).isEqualTo("39.1");
    assertPart("kernel", image.kernel());
    assertPart("initramfs.img", image.initramfs());
    assertPart("rootfs.img", image.rootfs());
    assertPart("extra.img", extra.path());
    Path live = directory.resolve("live.img");
    Files.write(live, Files.readAllBytes(image.initramfs()));
    Files.write(live, new byte[(int) (-Files.size(live) & 3)], StandardOpenOption.APPEND);
    Files.write(live, Files.readAllBytes(image.rootfs()), StandardOpenOption.APPEND);
    assertPart("live.img", live);
  }

  private void assertPart(String name, Path file) throws IOException {
    JsonNode part = cli().part("demo", name);
    assertThat(part.path("size").asLong()).as("size of %s", name).isEqualTo(Files.size(file));
    assertThat(part.path("sha256").asText())
        .as("digest of %s", name)
        .isEqualTo(SeededFile.sha256(file));
  }

  @Test
  void keepsSeveralVersionsOfAnImage() {
    cli().importImage("demo", image("1", 1000));
    cli().importImage("demo", image("2", 1000));
    cli().importImage("demo", image("2", 2000), "--version", "2-rebuilt");
    assertThat(versions()).containsExactlyInAnyOrder("1", "2", "2-rebuilt");
    assertThat(cli().json("show", "demo@1").path("version").asText()).isEqualTo("1");
    cli().run("remove", "demo@1").succeeded();
    assertThat(versions()).containsExactlyInAnyOrder("2", "2-rebuilt");
  }

  @Test
  void failsVerificationAfterABitFlip() throws IOException {
    TestImage image = image("1", 500_000);
    cli().importImage("demo", image);
    cli().run("verify", "demo").succeeded();
    flipABit(blobOf(image.rootfs()));
    assertThat(cli().run("verify", "demo").exited(NOT_VERIFIED).out())
        .contains("rootfs.img")
        .doesNotContain("Exception");
  }

  @Test
  void removesTheBlobsOfARemovedImage() throws IOException {
    TestImage image = image("1", 500_000);
    cli().importImage("demo", image);
    assertThat(blobOf(image.rootfs())).exists();
    cli().run("remove", "demo@1").succeeded();
    assertThat(cli().json("images")).isEmpty();
    assertThat(blobOf(image.rootfs())).doesNotExist();
  }

  @Test
  void sharesOneRootfsBetweenTwoImages() throws IOException {
    TestImage image = image("1", 500_000);
    cli().importImage("a", image);
    cli().importImage("b", image);
    assertThat(cli().run("remove", "a@1").exited(1).err())
        .contains("cannot remove a@1: machines that no plan names boot it");
    cli().run("default", "b").succeeded();
    cli().run("remove", "a@1").succeeded();
    assertThat(blobOf(image.rootfs())).exists();
    cli().run("verify", "b").succeeded();
  }

  private TestImage image(String version, int rootBytes) {
    return TestImage.write(
        directory.resolve("image-" + version + "-" + rootBytes), version, rootBytes);
  }

  private List<String> versions() {
    return StreamSupport.stream(cli().json("images").spliterator(), false)
        .map(listed -> listed.path("version").asText())
        .toList();
  }

  /** The file in the OCI image layout that holds the content of a file. */
  private Path blobOf(Path file) {
    return directory.resolve("data/blobs/sha256").resolve(SeededFile.sha256(file));
  }

  private static void flipABit(Path blob) throws IOException {
    byte[] content = Files.readAllBytes(blob);
    content[content.length / 2] ^= 1;
    blob.toFile().setWritable(true);
    Files.write(blob, content);
  }
}
