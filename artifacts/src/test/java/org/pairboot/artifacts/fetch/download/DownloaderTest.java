package org.pairboot.artifacts.fetch.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.fetch.download.ScriptedServer.file;
import static org.pairboot.artifacts.fetch.download.ScriptedServer.head;
import static org.pairboot.artifacts.fetch.download.ScriptedServer.status;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.fetch.download.DownloadException.NotAuthenticException;
import org.pairboot.conf.ProxySettings;

/** What is fetched, what is kept, and what is refused. */
class DownloaderTest {
  private static final byte[] CONTENT = DownloadLab.CONTENT;
  private static final byte[] OTHER = DownloadLab.OTHER;
  private static final String TAG = DownloadLab.TAG;

  @RegisterExtension private final DownloadLab lab = new DownloadLab();

  @Test
  void keepsTheNameOfTheFile() throws Exception {
    lab.server().plays(file(CONTENT, TAG));
    try (Downloader downloader = lab.downloader(Progress.NONE)) {
      Path file = downloader.fetch(lab.known(CONTENT));
      assertThat(file).hasFileName("rootfs.img").hasBinaryContent(CONTENT);
      assertThat(downloader.fetch(lab.known(CONTENT))).isEqualTo(file);
      downloader.discard();
    }
    assertThat(lab.server().requests()).hasSize(1);
    assertThat(lab.directory()).isEmptyDirectory();
  }

  @Test
  void reportsTheLengthAndEveryByteAsProgress() throws Exception {
    lab.server().plays(file(CONTENT, TAG));
    List<String> steps = new ArrayList<>();
    AtomicLong last = new AtomicLong();
    Progress progress =
        (step, total) -> {
          steps.add(step + " " + total);
          LongConsumer consumer = last::set;
          return consumer;
        };
    try (Downloader downloader = lab.downloader(progress)) {
      downloader.fetch(lab.known(CONTENT));
    }
    assertThat(steps).containsExactly("fetching rootfs 300000", "hashing rootfs 300000");
    assertThat(last).hasValue(300_000);
  }

  @Test
  void reusesACompleteFileOfAFailedImport() throws Exception {
    lab.server().plays(file(CONTENT, TAG));
    lab.fetch(lab.known(CONTENT));
    assertThat(lab.fetch(lab.known(CONTENT))).isEqualTo(CONTENT);
    assertThat(lab.server().requests()).hasSize(1);
  }

  @Test
  void rejectsAndDeletesAFileWithAWrongDigest() throws Exception {
    lab.server().plays(file(OTHER, TAG));
    assertThatThrownBy(() -> lab.fetch(lab.known(CONTENT)))
        .isInstanceOf(NotAuthenticException.class)
        .hasMessageContaining("rootfs (" + lab.server().url("/rootfs.img") + ")")
        .hasMessageContaining(lab.known(CONTENT).sha256().orElseThrow().hex())
        .hasMessageContaining(Sha256.of(ByteBuffer.wrap(OTHER)).hex());
    lab.server().plays(file(CONTENT, TAG));
    assertThat(lab.fetch(lab.known(CONTENT))).isEqualTo(CONTENT);
    assertThat(lab.server().requests().getLast().header("range")).isNull();
  }

  @Test
  void ignoresBytesAfterTheAnnouncedLength() throws Exception {
    lab.server()
        .plays((_, out) -> {
          head(out, "200 OK", "Content-Length: 1000");
          out.write(CONTENT, 0, 1600);
        });
    assertThat(lab.fetch(lab.unknown())).hasSize(1000);
  }

  @Test
  void readsABodyOfUnknownLengthToItsEnd() throws Exception {
    lab.server()
        .plays((_, out) -> {
          head(out, "200 OK");
          out.write(CONTENT);
        });
    assertThat(lab.fetch(lab.known(CONTENT))).isEqualTo(CONTENT);
  }

  @Test
  void refusesALargeFileBeforeAndWhileItArrives() throws Exception {
    lab.use(0, Duration.ofSeconds(30), 1000, ProxySettings.NONE);
    lab.server()
        .plays(
            file(CONTENT, TAG),
            (_, out) -> {
              head(out, "200 OK");
              out.write(CONTENT);
            });
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> lab.fetch(lab.unknown()))
          .hasMessageContaining("larger than downloads.max-size (1,000 bytes)");
    }
  }

  @Test
  void refusesAFileThatDoesNotFitOnTheDisk() throws Exception {
    lab.use(5, Duration.ofSeconds(30), 1L << 50, ProxySettings.NONE);
    lab.server()
        .plays((_, out) -> {
          head(out, "200 OK", "Content-Length: " + (1L << 49));
          // The client must be the first to close the connection, or it would try again.
          for (int i = 0; i < 10_000; i++) {
            out.write(CONTENT);
          }
        });
    assertThatThrownBy(() -> lab.fetch(lab.unknown())).hasMessageContaining("not enough space");
    assertThat(lab.server().requests()).hasSize(1);
  }

  @Test
  void refusesAFileThatAnotherImportIsFetching() throws Exception {
    lab.server().plays(file(CONTENT, TAG));
    try (Downloader first = lab.downloader(Progress.NONE)) {
      first.fetch(lab.known(CONTENT));
      assertThatThrownBy(() -> lab.fetch(lab.known(CONTENT)))
          .hasMessageContaining("another import is fetching this");
    }
    assertThat(lab.fetch(lab.known(CONTENT))).isEqualTo(CONTENT);
  }

  @Test
  void deletesOldPartialFilesAndNothingElse() throws Exception {
    lab.server().plays(file(CONTENT, TAG));
    lab.fetch(lab.known(CONTENT));
    Path stray = Files.writeString(lab.directory().resolve("notes.txt"), "not ours");
    try (Stream<Path> all = Files.walk(lab.directory())) {
      for (Path path : all.toList()) {
        Files.setLastModifiedTime(path, FileTime.from(DownloadLab.NOW.minus(Duration.ofDays(8))));
      }
    }
    lab.downloader(Progress.NONE).close();
    assertThat(lab.directory()).isDirectoryContaining(stray::equals);
    assertThat(Files.list(lab.directory())).containsExactly(stray);
  }

  @Test
  void readsSmallFilesUpToALimit() throws Exception {
    lab.server().plays(status("503 x"), file(new byte[] {1, 2, 3}, TAG), file(CONTENT, TAG));
    Source source = Source.parse(lab.server().url("/stream.json"));
    try (Downloader downloader = lab.downloader(Progress.NONE)) {
      assertThat(downloader.read(source, 3)).containsExactly(1, 2, 3);
      assertThatThrownBy(() -> downloader.read(source, 3))
          .isInstanceOf(DownloadException.class)
          .hasMessageContaining("larger than 3 bytes");
      lab.server().plays(status("404 x"));
      assertThatThrownBy(() -> downloader.read(source, 3)).hasMessageStartingWith("no such file: ");
    }
  }
}
