package org.pairboot.artifacts.fetch.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.fetch.download.Artifact;
import org.pairboot.artifacts.fetch.download.Mirror;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.fetch.download.Source.InvalidSourceException;
import org.pairboot.artifacts.fetch.streams.StreamMetadata.MetadataException;
import org.pairboot.artifacts.fetch.streams.StreamMetadata.PxeRelease;

class StreamMetadataTest {
  private static final String PXE =
      """
      {"kernel": {"location": "https://host.example/a/kernel", "sha256": "%s",
                  "signature": "https://host.example/a/kernel.sig"},
       "initramfs": {"location": "initramfs.img", "sha256": "%s", "signature": ""},
       "rootfs": {"location": "../b/rootfs.img?x=1", "sha256": "%s"}}
      """
          .formatted("A".repeat(64), "b".repeat(64), "c".repeat(64));

  static final String STREAM =
      """
      {"stream": "stable", "metadata": {"last-modified": "2026-07-21T14:07:12Z"},
       "architectures": {
         "aarch64": {},
         "x86_64": {"artifacts": {
           "aws": {"release": "1", "formats": {}},
           "metal": {"release": "44.20260707.3.1", "formats": {
             "iso": {"disk": {}}, "raw.xz": {"disk": {}}, "pxe": %s}}},
          "images": {}}}}
      """
          .formatted(PXE);

  private static final String RELEASE =
      """
      {"release": "44.1", "stream": "stable", "architectures": {"x86_64": {"commit": "x",
       "media": {"metal": {"artifacts": {"iso": {}, "pxe": %s}}}}}}
      """
          .formatted(PXE);

  private static PxeRelease parse(String document) throws Exception {
    return parse(document, "https://host.example/streams/stable.json", Optional.empty());
  }

  private static PxeRelease parse(String document, String place, Optional<String> mirror)
      throws Exception {
    Optional<Mirror> source =
        mirror.isPresent() ? Optional.of(new Mirror(Source.parse(mirror.get()))) : Optional.empty();
    return StreamMetadata.parse(document.getBytes(UTF_8), Source.parse(place), source)
        .pxe(Architecture.X86_64);
  }

  private static String source(Artifact artifact) {
    return artifact.source().identity();
  }

  @Test
  void findsTheLivePxeFilesInAStream() throws Exception {
    PxeRelease release = parse(STREAM);
    assertThat(release.version()).isEqualTo("44.20260707.3.1");
    assertThat(release.architecture()).isEqualTo(Architecture.X86_64);
    assertThat(source(release.kernel())).isEqualTo("https://host.example/a/kernel");
    assertThat(release.kernel().sha256()).contains(new Sha256("a".repeat(64)));
    assertThat(release.kernel().signature().orElseThrow().source())
        .hasToString("https://host.example/a/kernel.sig");
    assertThat(release.kernel().signature().orElseThrow().promised()).isTrue();
    assertThat(source(release.initramfs())).isEqualTo("https://host.example/streams/initramfs.img");
    assertThat(release.initramfs().signature()).isEmpty();
    assertThat(source(release.rootfs().orElseThrow()))
        .isEqualTo("https://host.example/b/rootfs.img?x=1");
    assertThat(release.artifacts()).hasSize(3);
  }

  @Test
  void findsTheLivePxeFilesInARelease() throws Exception {
    PxeRelease release = parse(RELEASE);
    assertThat(release.version()).isEqualTo("44.1");
    assertThat(release.rootfs()).isPresent();
  }

  @Test
  void acceptsAFatInitramfsWithoutARootfs() throws Exception {
    assertThat(parse(STREAM.replace("\"rootfs\"", "\"live-rootfs\"")).rootfs()).isEmpty();
  }

  @Test
  void resolvesRelativeLocationsBesideALocalDocument() throws Exception {
    PxeRelease release = parse(STREAM, "/mirror/stable.json", Optional.empty());
    assertThat(release.initramfs().source())
        .isEqualTo(new Source.LocalFile(Path.of("/mirror/initramfs.img")));
    assertThat(source(release.kernel())).isEqualTo("https://host.example/a/kernel");
  }

  @ParameterizedTest
  @CsvSource({
    "/srv/fcos, /srv/fcos/a/kernel",
    "http://mirror.lab:81/fcos/, http://mirror.lab:81/fcos/a/kernel",
    "tftp://mirror.lab, tftp://mirror.lab/a/kernel",
  })
  void replacesEveryHostByTheMirror(String mirror, String kernel) throws Exception {
    PxeRelease release = parse(STREAM, "/etc/stable.json", Optional.of(mirror));
    assertThat(source(release.kernel())).isEqualTo(kernel);
    assertThat(release.kernel().signature().orElseThrow().source()).hasToString(kernel + ".sig");
    assertThat(source(release.initramfs())).isEqualTo("/etc/initramfs.img");
  }

  @Test
  void refusesLocationsOutsideTheMirrorAndLocalFiles() {
    String out = STREAM.replace("https://host.example/a/kernel\"", "https://h.example/../../x\"");
    assertThatThrownBy(() -> parse(out, "/etc/stable.json", Optional.of("/srv/fcos")))
        .hasMessageContaining("is outside the mirror /srv/fcos");
    String file = STREAM.replace("https://host.example/a/kernel\"", "file:///etc/shadow\"");
    assertThatThrownBy(() -> parse(file))
        .hasMessageContaining("pxe.kernel.location is not valid: 'file:///etc/shadow'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"architectures\"   | has no 'architectures'; it has metadata, stream, x",
        "\"x86_64\"          | : architectures has no 'x86_64'; it has aarch64, x",
        "\"artifacts\"       | : architectures.x86_64 has no 'artifacts'; it has images, x",
        "\"metal\"           | : architectures.x86_64.artifacts has no 'metal'; it has aws, x",
        "\"release\": \"44   | : architectures.x86_64.artifacts.metal has no 'release'",
        "\"pxe\"             | metal.formats has no 'pxe'; it has iso, raw.xz, x",
        "\"initramfs\"       | metal.formats.pxe has no 'initramfs'",
        "\"location\": \"i   | formats.pxe.initramfs has no 'location'",
        "\"sha256\": \"A     | formats.pxe.kernel has no 'sha256'; it has location, signature, x",
      })
  void namesThePlaceOfWhatIsMissing(String text, String message) {
    String renamed = text.replaceFirst("\"[a-z0-9_]+\"", "\"x\"");
    assertThatThrownBy(() -> parse(STREAM.replace(text, renamed)))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith("https://host.example/streams/stable.json")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"44.20260707.3.1\"        | 44            | metal.release is not a string",
        "\"initramfs.img\"          | null          | pxe.initramfs.location is not a string",
        "\"initramfs.img\"          | \"http://\"   | pxe.initramfs.location is not valid",
        "\"initramfs.img\"          | \"a b\"       | pxe.initramfs.location is not valid",
        "\"initramfs.img\"          | \"gopher://x/y\" | pxe.initramfs.location is not valid",
        "\"images\": {}             | \"media\": {} | x86_64.media has no 'metal'",
        "{\"disk\": {}}, \"pxe\": { | [], \"pxe\": {\"kernel\": 1, | is not JSON: Duplicate field",
      })
  void namesThePlaceOfWhatIsWrong(String text, String other, String message) {
    assertThat(STREAM).contains(text);
    assertThatThrownBy(() -> parse(STREAM.replace(text, other)))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``            | is not a JSON object",
        "[]            | is not a JSON object",
        "<html>        | is not JSON: Unexpected character ('<'",
        "{} {}         | is not JSON: Trailing token",
        "{\"a\": \"    | is not JSON",
      })
  void refusesOtherDocuments(String document, String message) {
    assertThatThrownBy(() -> parse(document))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining(message);
  }

  @Test
  void limitsTheDepth() {
    assertThatThrownBy(() -> parse("{\"a\":" + "[".repeat(100_000)))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("nesting depth");
  }

  @Test
  void explainsWhatToDoWithAnIndexOfReleases() {
    assertThatThrownBy(() -> parse("{\"releases\": []}"))
        .hasMessageContaining("is an index of releases; use the URL under 'metadata'");
  }

  static Source place() {
    try {
      return Source.parse("https://host.example/streams/stable.json");
    } catch (InvalidSourceException e) {
      throw new IllegalStateException(e);
    }
  }
}
