package org.pairboot.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.artifacts.testimages.Archive.archive;
import static org.pairboot.artifacts.testimages.Uki.uki;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.boot.TestImages;
import org.pairboot.appliance.cli.TestProgram.Outcome;
import org.pairboot.appliance.cli.command.ExitCode;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.testimages.Kernels;
import org.pairboot.artifacts.testimages.Layouts;
import org.pairboot.artifacts.testimages.LiveImages;
import org.pairboot.artifacts.testimages.TestIso;
import org.pairboot.artifacts.testimages.TestIso.Names;
import org.pairboot.artifacts.text.Json;

/** {@code pairboot inspect} of what has all parts of an image, or several images. */
class InspectMediaTest {
  private static final byte[] KERNEL = Kernels.bzImage("kernel");
  private static final byte[] INITRAMFS = archive().file("scripts/live", "x").cpio();

  @TempDir private Path home;

  @Test
  void showsWhatAnIsoWouldBeImportedAs() throws Exception {
    Path iso =
        Files.write(
            home.resolve("it's live.iso"),
            TestIso.iso(Names.ROCK_RIDGE)
                .file("live/vmlinuz", KERNEL)
                .file("live/initrd.img", INITRAMFS)
                .file("live/filesystem.squashfs", LiveImages.squashfs(5000))
                .build()
                .bytes());

    Outcome text = inspect(iso);
    assertThat(text.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(text.out())
        .contains("is                an ISO", "system            debian-live: Debian live")
        .contains("pairboot import debian-live --iso '" + home + "/it'\\''s live.iso'")
        .contains("live/vmlinuz", "fetched file");

    JsonNode json = Json.MAPPER.readTree(inspect(iso, "--json").out());
    assertThat(json.path("kind").asText()).isEqualTo("iso");
    assertThat(json.path("system").asText()).isEqualTo("debian-live");
    assertThat(json.path("files")).hasSize(3);
    assertThat(json.path("import").asText()).endsWith(" --allow-unverified");
  }

  @Test
  void saysWhyADirectoryCannotBeImported() throws Exception {
    Path directory = Files.createDirectory(home.resolve("empty"));

    assertThat(inspect(directory).out())
        .contains("is                a directory", "contains none of the known live systems");
    JsonNode json = Json.MAPPER.readTree(inspect(directory, "--json").out());
    assertThat(json.path("problem").asText()).contains("none of the known live systems");
    assertThat(json.has("import")).isFalse();
  }

  @Test
  void showsTheSectionsOfAUnifiedKernel() throws Exception {
    Path file =
        Files.write(
            home.resolve("uki.efi"),
            uki()
                .section(".osrel", "VERSION_ID=7\n")
                .section(".cmdline", "quiet")
                .section(".linux", KERNEL)
                .section(".initrd", INITRAMFS)
                .bytes());

    assertThat(inspect(file).out())
        .contains("a unified kernel image", "version           7", "kernel arguments  quiet")
        .contains("pairboot import NAME --kernel " + file)
        .contains(".initrd");
    JsonNode json = Json.MAPPER.readTree(inspect(file, "--json").out());
    assertThat(json.path("kind").asText()).isEqualTo("unified-kernel");
    assertThat(json.path("sections").findValuesAsText("name"))
        .containsExactly(".osrel", ".cmdline", ".linux", ".initrd");
    assertThat(inspect(file, "--rootfs", file.toString()).exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void listsTheImagesOfAStoreAndChangesNothing() throws Exception {
    Path copied = home.resolve("copy");
    ImageStore store = ImageStore.open(copied, ImageStore.Options.defaults());
    TestImages.publish(store, "fcos", "1", "x86_64", true);
    Path own = copied.resolve(".pairboot");
    Files.move(own, home.resolve("own"));

    assertThat(inspect(copied).out()).contains("an OCI image layout", "fcos@1");
    JsonNode json = Json.MAPPER.readTree(inspect(copied, "--json").out());
    assertThat(json.path("kind").asText()).isEqualTo("oci-layout");
    assertThat(json.path("entries").findValuesAsText("name")).containsExactly("fcos@1");
    assertThat(own).doesNotExist();

    Files.writeString(copied.resolve("index.json"), "[");
    Outcome broken = inspect(copied);
    assertThat(broken.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(broken.err()).contains("index.json");
  }

  @Test
  void listsTheImagesOfAnArchiveThatOtherToolsMade() throws Exception {
    ImageStore store = ImageStore.open(home.resolve("other"), ImageStore.Options.defaults());
    TestImages.publish(store, "fcos", "1", "x86_64", true);
    Path copied = home.resolve("copied");
    Layouts.copyImages(store.directory(), copied);
    Path archive = Layouts.archive(copied, home.resolve("fcos.tar"));

    assertThat(inspect(archive).out())
        .contains("an OCI image layout in a tar archive", "fcos@1", "x86_64");
    JsonNode json = Json.MAPPER.readTree(inspect(archive, "--json").out());
    assertThat(json.path("kind").asText()).isEqualTo("oci-archive");
    assertThat(json.path("entries").findValuesAsText("name")).containsExactly("fcos@1");
    assertThat(json.path("entries").path(0).path("image").asBoolean()).isTrue();

    Files.delete(copied.resolve("oci-layout"));
    Files.createFile(copied.resolve("oci-layout"));
    Outcome other = inspect(Layouts.archive(copied, home.resolve("other.tar")));
    assertThat(other.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(other.err()).contains("other.tar: its oci-layout is not a JSON object");
  }

  private Outcome inspect(Path file, String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "inspect";
    arguments[1] = file.toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return new TestProgram(home).run(arguments);
  }
}
