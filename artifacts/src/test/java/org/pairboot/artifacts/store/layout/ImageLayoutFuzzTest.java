package org.pairboot.artifacts.store.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.store.oci.OciJson.MalformedDocumentException;
import org.pairboot.artifacts.text.PrintableText;

/**
 * Any file is an archive whose parts are inside it, or is refused in one line.
 *
 * <p>A build only replays the inputs given here. To search for new ones, guided by coverage, set
 * JAZZER_FUZZ=1 in the environment and run this test alone.
 */
class ImageLayoutFuzzTest {
  private static final String DESCRIPTOR = "{\"mediaType\":\"%s\",\"size\":%d,\"digest\":\"%s\"%s}";
  private static final String TITLE =
      ",\"annotations\":{\"org.opencontainers.image.title\":\"kernel\"}";

  @TempDir private static Path directory;

  static Stream<byte[]> archives() throws IOException {
    String config = "{\"name\":\"demo\",\"version\":\"1\",\"kernelArguments\":\"\"}";
    String manifest =
        "{\"artifactType\":\"application/vnd.pairboot.image.v1\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                descriptor("application/vnd.pairboot.image.config.v1+json", config, ""),
                descriptor("application/vnd.pairboot.kernel.v1", "kernel", TITLE));
    String index =
        "{\"schemaVersion\":2,\"manifests\":[%s]}"
            .formatted(descriptor("application/vnd.oci.image.manifest.v1+json", manifest, ""));
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(archive)) {
      for (String blob : new String[] {"kernel", config, manifest}) {
        member(tar, "blobs/sha256/" + Sha256.of(UTF_8.encode(blob)).hex(), blob);
      }
      member(tar, "oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
      member(tar, "index.json", index);
    }
    byte[] sound = archive.toByteArray();
    byte[] endless = sound.clone();
    Arrays.fill(endless, 124, 135, (byte) '7');
    byte[] binary = sound.clone();
    Arrays.fill(binary, 124, 136, (byte) -1);
    byte[] sparse = sound.clone();
    sparse[156] = 'S';
    return Stream.of(sound, endless, binary, sparse, Arrays.copyOf(sound, 700), new byte[1024]);
  }

  private static String descriptor(String type, String text, String more) {
    return DESCRIPTOR.formatted(type, text.length(), Sha256.of(UTF_8.encode(text)), more);
  }

  private static void member(TarArchiveOutputStream tar, String name, String text)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(text.length());
    tar.putArchiveEntry(entry);
    tar.write(text.getBytes(UTF_8));
    tar.closeArchiveEntry();
  }

  @MethodSource("archives")
  @FuzzTest(maxDuration = "5m")
  void anyArchiveCanBeLookedAt(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("images.tar"), bytes);
    ImageLayout layout;
    try {
      layout = ImageLayout.read(file);
    } catch (StoreException e) {
      assertThat(PrintableText.isPrintable(e.getMessage())).isTrue();
      return;
    }
    for (IndexEntry entry : layout.list()) {
      if (entry instanceof IndexEntry.Readable readable) {
        for (var part : readable.image().parts()) {
          try {
            assertThat(layout.find(part).offset() + part.length())
                .isLessThanOrEqualTo(bytes.length);
          } catch (MalformedDocumentException e) {
            assertThat(PrintableText.isPrintable(e.getMessage())).isTrue();
          }
        }
      }
    }
  }
}
