package org.pairboot.artifacts.format.initramfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.artifacts.testimages.Archive.archive;
import static org.pairboot.artifacts.testimages.Bytes.concat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.testimages.Compress;
import org.pairboot.artifacts.testimages.LiveImages;

/**
 * Any input yields consecutive members or a bad image. Starts from one member of each compression.
 *
 * <p>A build only replays the inputs given here. To search for new ones, guided by coverage, set
 * JAZZER_FUZZ=1 in the environment and run this test alone.
 */
class InitramfsWalkerFuzzTest {
  @TempDir private static Path directory;

  static Stream<byte[]> buffers() {
    byte[] cpio = archive().dir("etc").file("etc/hostname", "lab\n").cpio();
    Stream<byte[]> members =
        Arrays.stream(Compression.values()).map(compression -> Compress.with(compression, cpio));
    return Stream.concat(
        members, Stream.of(new byte[8], concat(cpio, LiveImages.ignition(), new byte[4])));
  }

  @MethodSource("buffers")
  @FuzzTest(maxDuration = "5m")
  void membersFollowEachOther(byte[] bytes) throws IOException {
    ImageFile file = ImageFile.of(Files.write(directory.resolve("buffer"), bytes));
    long end = 0;
    try {
      for (Member member : Walk.of(file).members) {
        assertThat(member.offset()).isGreaterThanOrEqualTo(end);
        assertThat(member.length()).isPositive();
        end = member.end();
      }
      assertThat(end).isLessThanOrEqualTo(bytes.length);
    } catch (BadImageException e) {
      assertThat(e.problem()).isNotEmpty();
      assertThat(e.offset()).isBetween(0L, (long) bytes.length);
    }
  }
}
