package org.pairboot.artifacts.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.initramfs.UnpackLimit;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.testimages.Archive;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.Compress;
import org.pairboot.artifacts.testimages.LiveImages;

/** Small files that unpack to much. */
class LargeImportTest extends ImportTest {
  private static final int BOMB = 32 << 20;
  private static final UnpackLimit SMALL = new UnpackLimit(100, 1 << 20, 1L << 40, "let it in");

  @Test
  void refusesAFatInitramfsBeforeItFillsTheDisk() throws Exception {
    byte[] root = LiveImages.squashfs(BOMB);
    Arrays.fill(root, 4096, BOMB, (byte) 0);
    byte[] fat =
        Bytes.concat(
            LiveImages.a1(),
            Compress.with(Compression.ZSTD, Archive.archive().file("root.squashfs", root).cpio()));
    ImportRequest request = imports.request(fat, Optional.empty(), Optional.empty());

    refused(TestImports.limitedTo(new UnpackLimit(4, 1 << 20, 1L << 40, "let it in"), request));
  }

  @Test
  void refusesAnInitramfsAndAFurtherInitrd() throws Exception {
    refused(
        TestImports.limitedTo(SMALL, imports.request(bomb(), Optional.empty(), Optional.empty())));

    ImportRequest further =
        TestImports.withExtras(
            imports.request(TODAY.initramfs(), Optional.of(TODAY.rootfs()), Optional.empty()),
            imports.file("further.img", bomb()));
    refused(TestImports.limitedTo(SMALL, further));
  }

  @Test
  void takesItOnRequest() throws Exception {
    ImportRequest request = imports.request(bomb(), Optional.empty(), Optional.empty());
    assertThat(imports.run(request).isNew()).isTrue();
  }

  private void refused(ImportRequest request) throws Exception {
    imports.assertRefused(() -> imports.run(request), BadImageException.class, "; let it in");
    try (Stream<Path> left = Files.list(directory.resolve("store/.pairboot/staging"))) {
      assertThat(left).isEmpty();
    }
  }

  private static byte[] bomb() {
    return Compress.with(
        Compression.ZSTD, Archive.archive().file("zeros", Bytes.zeros(BOMB)).cpio());
  }

  @Test
  void likelyImagesMayUnpackToAHundredTimesTheirSizeOrToSixteenGibibytes() {
    assertThatCode(() -> check(436_000, 256 << 20)).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(436_000, 13_000_000_000L))
        .hasMessage(
            "fat.img: 425.8 KiB unpack to more than 256.0 MiB, 100 times as much, which no usual"
                + " initrd does; --allow-large imports it anyway");
    assertThatCode(() -> check(200 << 20, 16L << 30)).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(200 << 20, (16L << 30) + 1))
        .hasMessage("fat.img: unpacks to more than 16.0 GiB; --allow-large imports it anyway");
  }

  private static void check(long length, long unpacked) throws Exception {
    UnpackLimit.LIKELY.check(new ImageFile(Path.of("fat.img"), "fat.img", 0, length), 0, unpacked);
  }
}
