package org.pairboot.artifacts.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.store.CheckResult.DamagedFile;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;

/** Verifies images that were intact when they were imported. */
class ImageVerifierTest extends ImportTest {

  @Test
  void verifiesAPublishedImageAgain() throws Exception {
    ImageVersion image = imports.importPair(TODAY.initramfs(), TODAY.rootfs()).image();
    ImageVerifier verifier = new ImageVerifier(imports.store());
    assertThat(verifier.verify(image, Progress.NONE).isGood()).isTrue();

    Path blob = imports.store().file(image.rootfs().orElseThrow());
    assertThat(blob.toFile().setWritable(true)).isTrue();
    byte[] damaged = TODAY.rootfs().clone();
    damaged[0] ^= 1;
    Files.write(blob, damaged);

    ImageVerifier.Result result = verifier.verify(image, Progress.NONE);
    assertThat(result.isGood()).isFalse();
    assertThat(result.bytes().damaged()).extracting(DamagedFile::name).contains("rootfs.img");
  }

  private interface Damage {
    byte[] done(byte[] bytes);
  }

  /** Although a verified rootfs is checked by its stream-hash and not by its digest. */
  @Test
  void detectsAnyDamageToAPublishedPair() throws Exception {
    ImageVersion image = imports.importPair(TODAY.initramfs(), TODAY.rootfs()).image();
    List<Damage> damages =
        List.of(
            bytes -> flipped(bytes, 0),
            bytes -> flipped(bytes, bytes.length / 2),
            bytes -> flipped(bytes, bytes.length - 1),
            bytes -> Arrays.copyOf(bytes, bytes.length - 1),
            bytes -> Arrays.copyOf(bytes, bytes.length + 1),
            bytes -> new byte[0]);
    for (Part part : image.parts()) {
      Path blob = imports.store().file(part);
      byte[] sound = Files.readAllBytes(blob);
      for (Damage damage : damages) {
        overwrite(blob, damage.done(sound));
        ImageVerifier.Result result =
            new ImageVerifier(imports.store()).verify(image, Progress.NONE);
        assertThat(result.bytes().damaged())
            .extracting(DamagedFile::name)
            .containsExactly(part.fileName());
        assertThat(result.pair()).isEmpty();
      }
      Files.delete(blob);
      assertThat(new ImageVerifier(imports.store()).verify(image, Progress.NONE).isGood())
          .isFalse();
      Files.write(blob, sound);
    }
    assertThat(new ImageVerifier(imports.store()).verify(image, Progress.NONE).isGood()).isTrue();
  }

  @Test
  void namesAllDamagedParts() throws Exception {
    ImageVersion image = imports.importPair(TODAY.initramfs(), TODAY.rootfs()).image();
    for (Part part : image.parts()) {
      overwrite(
          imports.store().file(part), flipped(Files.readAllBytes(imports.store().file(part)), 7));
    }
    assertThat(new ImageVerifier(imports.store()).verify(image, Progress.NONE).bytes().damaged())
        .extracting(DamagedFile::name)
        .containsExactly("kernel", "initramfs.img", "rootfs.img");
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] damaged = bytes.clone();
    damaged[at] ^= 1;
    return damaged;
  }

  private static void overwrite(Path blob, byte[] bytes) throws IOException {
    assertThat(blob.toFile().setWritable(true)).isTrue();
    Files.write(blob, bytes);
  }
}
