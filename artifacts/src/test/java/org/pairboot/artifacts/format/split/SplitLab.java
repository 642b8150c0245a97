package org.pairboot.artifacts.format.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.pairboot.artifacts.format.initramfs.UnpackLimit;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.pair.PairVerifier;
import org.pairboot.artifacts.format.pair.PairVerifier.Verdict;
import org.pairboot.artifacts.format.split.Splitter.NothingToSplitException;
import org.pairboot.artifacts.testimages.Archive;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.Compress;

/** Splits images in a directory, which has the parts and the image afterwards. */
record SplitLab(Path directory) {
  Splitter.Result split(byte[] bytes) throws IOException, NothingToSplitException {
    ImageFile image = Bytes.file(directory, "image.img", bytes);
    return split(image, Optional.empty(), done -> {});
  }

  void splitInto(Path parts, byte[] bytes) throws IOException, NothingToSplitException {
    ImageFile image = Bytes.file(directory, "image.img", bytes);
    split(image, SplitOutput.Paths.in(parts), Optional.empty(), done -> {});
  }

  Splitter.Result split(ImageFile image, Optional<String> version, LongConsumer progress)
      throws IOException, NothingToSplitException {
    return split(image, SplitOutput.Paths.in(directory), version, progress);
  }

  private static Splitter.Result split(
      ImageFile image, SplitOutput.Paths paths, Optional<String> version, LongConsumer progress)
      throws IOException, NothingToSplitException {
    try (SplitOutput output = new SplitOutput(paths)) {
      InitramfsFacts facts = InitramfsFacts.of(image, UnpackLimit.ANY, output, done -> {});
      return Splitter.split(image, facts, output, version, progress);
    }
  }

  static void assertVerified(Splitter.Result result) throws IOException {
    assertThat(
            PairVerifier.verify(
                ImageFile.of(result.initramfs()), ImageFile.of(result.rootfs()), done -> {}))
        .isEqualTo(new Verdict.Verified(result.version()));
  }

  static InitramfsFacts facts(ImageFile image) throws IOException {
    return InitramfsFacts.of(image, done -> {});
  }

  static byte[] gz(Archive archive) {
    return Compress.gzip(archive.cpio(), 1);
  }

  List<String> files() throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.map(path -> path.getFileName().toString()).toList();
    }
  }

  /** Deletes the image and the parts, for another split with the same names. */
  void clean() throws IOException {
    for (String name : files()) {
      Files.delete(directory.resolve(name));
    }
  }
}
