package org.pairboot.artifacts.fetch.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.fetch.download.ScriptedServer.file;
import static org.pairboot.artifacts.fetch.download.ScriptedServer.head;
import static org.pairboot.artifacts.fetch.download.ScriptedServer.withoutRanges;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.pairboot.artifacts.fetch.download.ScriptedServer.Line;
import org.pairboot.artifacts.testimages.Bytes;

/** Broken downloads are resumed, but never with the bytes of another file. */
class DownloadContinuedTest {
  private static final byte[] CONTENT = DownloadLab.CONTENT;
  private static final byte[] OTHER = DownloadLab.OTHER;
  private static final String TAG = DownloadLab.TAG;

  @RegisterExtension private final DownloadLab lab = new DownloadLab();

  @Test
  void resumesABrokenDownload() throws Exception {
    lab.server()
        .plays(lab.cut(CONTENT, TAG, 100_000), lab.cut(CONTENT, TAG, 200_000), file(CONTENT, TAG));

    assertThat(lab.fetch(lab.unknown())).isEqualTo(CONTENT);

    assertThat(lab.rangeOf(0)).isNull();
    assertThat(lab.rangeOf(1)).isEqualTo("bytes=100000-");
    assertThat(lab.rangeOf(2)).isEqualTo("bytes=200000-");
    assertThat(lab.server().requests().get(1).header("if-range")).isEqualTo(TAG);
    assertThat(lab.pauses()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(lab.notices()).hasSize(2).allMatch(notice -> notice.contains("trying again in"));
  }

  @Test
  void resumesWhatAnEarlierImportLeft() throws Exception {
    lab.retries(0);
    lab.server().plays(lab.cut(CONTENT, TAG, 100_000), file(CONTENT, TAG));

    assertThatThrownBy(() -> lab.fetch(lab.unknown()))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("100,000 bytes were kept, and the same command resumes from there");

    assertThat(lab.fetch(lab.unknown())).isEqualTo(CONTENT);
    assertThat(lab.rangeOf(1)).isEqualTo("bytes=100000-");
  }

  @Test
  void revalidatesACompleteFileWithoutADigest() throws Exception {
    lab.server().plays(file(CONTENT, TAG));
    lab.fetch(lab.unknown());
    assertThat(lab.fetch(lab.unknown())).isEqualTo(CONTENT);
    assertThat(lab.rangeOf(1)).isEqualTo("bytes=299999-");

    lab.server().plays(file(OTHER, "\"two\""));
    assertThat(lab.fetch(lab.unknown())).isEqualTo(OTHER);
  }

  @Test
  void resumesFromAMirrorWhatAnotherServerBegan() throws Exception {
    lab.retries(0);
    lab.server().plays(lab.cut(CONTENT, TAG, 100_000));
    assertThatThrownBy(() -> lab.fetch(lab.known(CONTENT))).isInstanceOf(DownloadException.class);

    try (ScriptedServer mirror = new ScriptedServer().plays(file(CONTENT, "\"mirror\""))) {
      Artifact there =
          new Artifact(
              "rootfs",
              Source.parse(mirror.url("/copy.img")),
              lab.known(CONTENT).sha256(),
              Optional.empty());
      assertThat(lab.fetch(there)).isEqualTo(CONTENT);
      assertThat(mirror.requests().getFirst().header("range")).isEqualTo("bytes=100000-");
      assertThat(mirror.requests().getFirst().header("if-range")).isNull();
    }
  }

  @Test
  void startsOverWhenTheServerIgnoresRanges() throws Exception {
    lab.server().plays(lab.cut(CONTENT, TAG, 100_000), withoutRanges(CONTENT));
    assertThat(lab.fetch(lab.unknown())).isEqualTo(CONTENT);
    assertThat(lab.rangeOf(1)).isNotNull();
  }

  @Test
  void startsOverWhenTheFileChangedBetweenAttempts() throws Exception {
    lab.server().plays(lab.cut(CONTENT, TAG, 100_000), file(OTHER, "\"two\""));
    assertThat(lab.fetch(lab.unknown())).isEqualTo(OTHER);
  }

  @Test
  void refusesAPartWithAnotherTag() throws Exception {
    Line wrongPart =
        (_, out) -> {
          head(
              out,
              "206 Partial Content",
              "ETag: \"two\"",
              "Content-Range: bytes 100000-299999/300000",
              "Content-Length: 200000");
          out.write(OTHER, 100_000, 200_000);
        };
    lab.server().plays(lab.cut(CONTENT, TAG, 100_000), wrongPart, file(OTHER, "\"two\""));
    assertThat(lab.fetch(lab.unknown())).isEqualTo(OTHER);
    assertThat(lab.rangeOf(2)).isNull();
  }

  @Test
  void refusesAnotherPartThanRequested() throws Exception {
    Line wrongPart =
        (_, out) -> {
          head(
              out,
              "206 Partial Content",
              "ETag: " + TAG,
              "Content-Range: bytes 0-299999/300000",
              "Content-Length: 300000");
          out.write(CONTENT);
        };
    lab.server().plays(lab.cut(CONTENT, TAG, 100_000), wrongPart, file(CONTENT, TAG));
    assertThat(lab.fetch(lab.unknown())).isEqualTo(CONTENT);
  }

  @Test
  void detectsPiecesOfTwoFilesByTheDigest() throws Exception {
    // No tag and the same length: only the digest shows it.
    lab.server().plays(lab.cut(OTHER, null, 100_000), file(CONTENT, null));
    assertThat(lab.fetch(lab.known(CONTENT))).isEqualTo(CONTENT);
    assertThat(lab.notices())
        .anyMatch(notice -> notice.contains("the resumed file has a wrong digest"));
  }

  @Test
  void resumesNothingWithoutATagOrADigest() throws Exception {
    lab.server().plays(lab.cut(OTHER, null, 100_000), file(CONTENT, null));
    assertThat(lab.fetch(lab.unknown())).isEqualTo(CONTENT);
    assertThat(lab.rangeOf(1)).isNull();
  }

  @Test
  void ignoresWeakTags() throws Exception {
    lab.server().plays(lab.cut(OTHER, "W/\"one\"", 100_000), file(CONTENT, "W/\"one\""));
    assertThat(lab.fetch(lab.unknown())).isEqualTo(CONTENT);
    assertThat(lab.rangeOf(1)).isNull();
  }

  @Test
  void startsOverWhenTheFileBecameShorter() throws Exception {
    byte[] shorter = Bytes.random(50_000, 13);
    lab.server().plays(lab.cut(CONTENT, null, 100_000), file(shorter, null));
    assertThat(lab.fetch(lab.known(shorter))).isEqualTo(shorter);
  }
}
