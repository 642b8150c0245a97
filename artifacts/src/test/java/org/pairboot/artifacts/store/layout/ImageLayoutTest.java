package org.pairboot.artifacts.store.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.testimages.Bytes;

/** What image layouts from elsewhere have, as directories and in archives. */
class ImageLayoutTest {
  private static final String MARKER = "{\"imageLayoutVersion\":\"1.0.0\"}";
  private static final String OURS = "application/vnd.pairboot.image.v1";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  @TempDir private Path directory;

  private Path layout;

  @BeforeEach
  void makeLayout() throws IOException {
    layout = directory.resolve("layout");
    Files.createDirectories(layout.resolve("blobs/sha256"));
    Files.writeString(layout.resolve("oci-layout"), MARKER);
    index();
  }

  @Test
  void findsAnImageWhateverTheIndexSaysOfIt() throws Exception {
    index(entry(MANIFEST, image("demo", "1", layer("kernel", "kernel", blob("the kernel")))));

    assertThat(reasons()).containsExactly("demo@1");
  }

  @Test
  void readsWhatTarMakesOfALayout() throws Exception {
    index(entry(MANIFEST, image("demo", "1", layer("kernel", "kernel", blob("the kernel")))));
    Path archive = directory.resolve("demo.tar");
    tar(archive, "--format=pax", ".");
    assertThat(ImageLayout.isOne(archive)).isTrue();
    assertThat(reasons(archive)).containsExactly("demo@1");
    tar(archive, "--format=gnu", "oci-layout", "index.json", "blobs");
    assertThat(reasons(archive)).containsExactly("demo@1");

    IndexEntry.Readable image = (IndexEntry.Readable) ImageLayout.read(archive).list().getFirst();
    ImageLayout.Place kernel = ImageLayout.read(archive).find(image.image().kernel());
    byte[] bytes = Files.readAllBytes(archive);
    assertThat(new String(bytes, (int) kernel.offset(), 10, UTF_8)).isEqualTo("the kernel");
  }

  @Test
  void passesOverWhatOtherToolsPutIn() throws Exception {
    index(
        entry("application/vnd.docker.distribution.manifest.v2+json", blob("{}")),
        entry(MANIFEST, blob("{\"config\":{\"mediaType\":\"other\"}}")),
        entry(MANIFEST, "sha256:" + "0".repeat(64)),
        "{\"mediaType\":1}");

    assertThat(ImageLayout.read(layout).list())
        .hasSize(3)
        .allMatch(IndexEntry.Foreign.class::isInstance);
  }

  @Test
  void saysWhatIsWrongWithAnImage() throws Exception {
    String kernel = blob("the kernel");
    index(
        entry(MANIFEST, image("demo", "1", layer("kernel", "../kernel", kernel))),
        entry(MANIFEST, image("demo", "2", layer("virus", "kernel", kernel))),
        entry(
            MANIFEST,
            image(
                "demo",
                "3",
                layer("kernel", "kernel", kernel),
                layer("initrd", "a", kernel),
                layer("initrd", "a", kernel))),
        entry(MANIFEST, image("../demo", "4", layer("kernel", "kernel", kernel))),
        entry(MANIFEST, "sha256:" + "0".repeat(64))
            .replace("{\"", "{\"artifactType\":\"%s\",\"".formatted(OURS)));

    assertThat(reasons())
        .satisfiesExactly(
            why -> assertThat(why).contains("has a layer whose", "'../kernel'"),
            why -> assertThat(why).isEqualTo("has a layer of an unknown media type"),
            why -> assertThat(why).contains("two parts are named 'a'"),
            why -> assertThat(why).contains("its config cannot be used", "'../demo'"),
            why -> assertThat(why).isEqualTo("its manifest is missing"));
  }

  @Test
  void believesNoLengthAndNoDigest() throws Exception {
    String good = image("demo", "1", layer("kernel", "kernel", blob("the kernel")));
    Path manifest = layout.resolve("blobs/sha256").resolve(good.substring(7));
    String text = Files.readString(manifest);
    index(entry(MANIFEST, good).replace("{\"", "{\"artifactType\":\"%s\",\"".formatted(OURS)));

    Files.writeString(manifest, text.replace("kernel.v1", "rootfs.v1"));
    assertThat(reasons()).containsExactly("its manifest does not match its digest");
    Files.writeString(manifest, text + " ");
    assertThat(reasons()).first().asString().contains("bytes instead of");
    Files.delete(manifest);
    Files.createSymbolicLink(manifest, layout.resolve("oci-layout"));
    assertThat(reasons()).containsExactly("its manifest is missing");

    index(
        "{\"artifactType\":\"%s\",\"mediaType\":\"%s\",\"size\":%d,\"digest\":\"%s\"}"
            .formatted(OURS, MANIFEST, 100 << 20, good));
    Files.delete(manifest);
    sparse(manifest, 100 << 20);
    assertThat(reasons()).containsExactly("its manifest is larger than 4 MiB");
  }

  @Test
  void readsOnlySoMany() throws Exception {
    String large = blob("{\"a\":\"" + "x".repeat(4_000_000) + "\"}");
    index(Stream.generate(() -> entry(MANIFEST, large)).limit(9).toArray(String[]::new));
    assertRefused(layout, "its manifests have more than 32 MiB together");

    sparse(layout.resolve("index.json"), 9 << 20);
    assertRefused(layout, "its index.json is larger than 8 MiB");
  }

  @Test
  void saysWhatIsNoLayout() throws Exception {
    Files.writeString(layout.resolve("index.json"), "[".repeat(100_000));
    assertRefused(layout, "its index.json is not JSON");
    Files.writeString(
        layout.resolve("index.json"), "{\"annotations\":{\"org.pairboot.store.format\":\"99\"}}");
    assertRefused(layout, "a newer release of Pairboot wrote it (store format 99");
    Files.delete(layout.resolve("index.json"));
    assertRefused(layout, "its index.json is missing");
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"2.0.0\"}");
    assertRefused(layout, "its oci-layout has the unknown layout version '2.0.0'");
    Files.delete(layout.resolve("oci-layout"));
    assertRefused(layout, "it has no file oci-layout, so it is not an OCI image layout");
    assertThat(ImageLayout.isOne(layout)).isFalse();
    assertThat(ImageLayout.isOne(directory.resolve("none"))).isFalse();
  }

  @Test
  void refusesArchivesWithOtherThingsInThePlaceOfFiles() throws Exception {
    String blob = "blobs/sha256/" + "0".repeat(64);
    TarArchiveEntry link = new TarArchiveEntry(blob, TarConstants.LF_SYMLINK);
    link.setLinkName("/etc/shadow");
    assertRefused(archive(link), "has '" + blob + "' as something else than a plain file");
    TarArchiveEntry hard = new TarArchiveEntry("index.json", TarConstants.LF_LINK);
    hard.setLinkName("/etc/shadow");
    assertRefused(archive(hard), "has 'index.json' as something else than a plain file");
    assertRefused(
        archive(new TarArchiveEntry("oci-layout"), new TarArchiveEntry("./oci-layout")),
        "has 'oci-layout' twice");
    assertRefused(
        archive(new TarArchiveEntry("../oci-layout"), new TarArchiveEntry("dir/oci-layout")),
        "it has no file oci-layout");
  }

  @Test
  void refusesDamagedArchives() throws Exception {
    index(entry(MANIFEST, image("demo", "1", layer("kernel", "kernel", blob("the kernel")))));
    Path archive = directory.resolve("demo.tar");
    tar(archive, "oci-layout", "blobs", "index.json");
    byte[] whole = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(whole, 512 + 3));
    assertRefused(archive, "the tar archive is damaged or incomplete; copy it again");
    whole[130] = 'x';
    Files.write(archive, whole);
    assertRefused(archive, "the tar archive is damaged or incomplete; copy it again");
  }

  @Test
  void boundsTheHeadersOfAnArchive() throws Exception {
    TarArchiveEntry name = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
    name.setSize(2 << 20);
    assertRefused(archive(name), "has a member whose header is longer than 1 MiB");

    Path many = directory.resolve("many.tar");
    try (OutputStream out = Files.newOutputStream(many)) {
      byte[] header = new byte[512];
      new TarArchiveEntry("a").writeEntryHeader(header);
      for (int i = 0; i < 100_001; i++) {
        out.write(header);
      }
    }
    assertRefused(many, "has more than 100,000 members");
  }

  private Path archive(TarArchiveEntry... members) throws IOException {
    Path archive = directory.resolve("made.tar");
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
      for (TarArchiveEntry member : members) {
        tar.putArchiveEntry(member);
        tar.write(Bytes.zeros((int) member.getSize()));
        tar.closeArchiveEntry();
      }
    }
    return archive;
  }

  private void tar(Path archive, String... options) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of("tar", "cf", archive.toString(), "-C", layout.toString()),
                Stream.of(options))
            .toList();
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private static void assertRefused(Path path, String why) {
    assertThatThrownBy(() -> ImageLayout.read(path))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(path + ": ")
        .hasMessageContaining(why)
        .message()
        .hasLineCount(1);
  }

  private List<String> reasons() throws IOException {
    return reasons(layout);
  }

  /** Of each entry, what it is or why it is nothing. */
  private static List<String> reasons(Path path) throws IOException {
    return ImageLayout.read(path).list().stream()
        .map(entry ->
            entry instanceof IndexEntry.Damaged damaged
                ? damaged.reason()
                : entry.ref().map(Object::toString).orElse("other"))
        .toList();
  }

  private String image(String name, String version, String... layers) throws IOException {
    String config =
        blob(
            "{\"name\":\"%s\",\"version\":\"%s\",\"kernelArguments\":\"\"}"
                .formatted(name, version));
    return blob(
        "{\"artifactType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                OURS,
                entry("application/vnd.pairboot.image.config.v1+json", config),
                String.join(",", layers)));
  }

  private String layer(String role, String title, String digest) {
    return entry("application/vnd.pairboot." + role + ".v1", digest)
        .replaceFirst(
            "}$", ",\"annotations\":{\"org.opencontainers.image.title\":\"" + title + "\"}}");
  }

  private String entry(String type, String digest) {
    long size = layout.resolve("blobs/sha256").resolve(digest.substring(7)).toFile().length();
    return "{\"mediaType\":\"%s\",\"size\":%d,\"digest\":\"%s\"}".formatted(type, size, digest);
  }

  private String blob(String text) throws IOException {
    Sha256 digest = Sha256.of(UTF_8.encode(text));
    Files.writeString(layout.resolve("blobs/sha256").resolve(digest.hex()), text);
    return digest.toString();
  }

  private void index(String... entries) throws IOException {
    Files.writeString(
        layout.resolve("index.json"),
        "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(String.join(",", entries)));
  }

  private static void sparse(Path file, long length) throws IOException {
    Files.deleteIfExists(file);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.position(length - 1);
      Channels.newOutputStream(channel).write(0);
    }
  }
}
