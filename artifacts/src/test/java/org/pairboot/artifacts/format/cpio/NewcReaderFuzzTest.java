package org.pairboot.artifacts.format.cpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.artifacts.testimages.Archive.archive;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.FileInput;
import org.pairboot.artifacts.format.input.ImageFile;

/**
 * Any input yields entries or a bad image: no entry extends past the end of the file, and no name
 * leaves the root directory.
 *
 * <p>A build only replays the inputs given here. To search for new ones, guided by coverage, set
 * JAZZER_FUZZ=1 in the environment and run this test alone.
 */
class NewcReaderFuzzTest {
  @TempDir private static Path directory;

  static Stream<byte[]> archives() {
    byte[] checked = archive().file("etc/hostname", "lab\n").cpio();
    checked[5] = '2';
    return Stream.of(
        new byte[0],
        archive().cpio(),
        archive().dir("etc").file("etc/hostname", "lab\n").cpio(),
        archive().file("../up", "x").cpio(),
        checked);
  }

  @MethodSource("archives")
  @FuzzTest(maxDuration = "5m")
  void entriesStayWithinTheFile(byte[] bytes) throws IOException {
    ImageFile file = ImageFile.of(Files.write(directory.resolve("archive"), bytes));
    try (FileInput in = FileInput.open(file, done -> {})) {
      NewcReader reader = new NewcReader(in);
      NewcEntry entry;
      do {
        entry = reader.next();
        assertThat(entry.name()).doesNotStartWith("/").isNotEmpty();
        assertThat(entry.name().split("/", -1)).doesNotContain("..");
        long read = reader.data().transferTo(OutputStream.nullOutputStream());
        assertThat(read).isEqualTo(entry.size());
        assertThat(entry.dataOffset() + entry.size()).isLessThanOrEqualTo(bytes.length);
        reader.finish();
      } while (!entry.isTrailer());
    } catch (BadImageException e) {
      assertThat(e.problem()).isNotEmpty();
      assertThat(e.offset()).isBetween(0L, (long) bytes.length);
    }
  }
}
