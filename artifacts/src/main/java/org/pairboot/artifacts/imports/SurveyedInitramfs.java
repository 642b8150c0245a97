package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.util.Optional;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.live.InitramfsFacts.PayloadListener;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.staging.StagedPart;

/**
 * The initramfs of an import and its facts. What is published must be judged by what was staged,
 * for the file given may be replaced meanwhile; but what is to be split is not staged at all.
 *
 * @param facts of the staged part where there is one, else of the file given
 */
record SurveyedInitramfs(PartSource source, InitramfsFacts facts, Optional<StagedPart> staged) {

  /** Reads the file given; {@code listener} hears what is to be split off. */
  static SurveyedInitramfs asGiven(PartSource source, PayloadListener listener, Progress progress)
      throws IOException {
    ImageFile file = source.file();
    return new SurveyedInitramfs(
        source,
        InitramfsFacts.of(file, listener, progress.begin("reading initramfs", file.length())),
        Optional.empty());
  }

  /** Stages the file and reads the staged one, which saves unpacking it twice. */
  static SurveyedInitramfs asStaged(PartSource source, PartCopier copier) throws IOException {
    StagedPart part = copier.copy(source, PartName.INITRAMFS);
    ImageFile file = ImageFile.of(part.file()).named(source.name());
    return new SurveyedInitramfs(source, InitramfsFacts.of(file, done -> {}), Optional.of(part));
  }

  /** This one if it is staged; else stages it, and reads it again. */
  SurveyedInitramfs stagedBy(PartCopier copier) throws IOException {
    return staged.isPresent() ? this : asStaged(source, copier);
  }

  /** Refuses what would end a boot in the kernel, before anything is told of the image. */
  void requireUnpackable() throws ImportException {
    if (!facts.findings().isEmpty()) {
      throw new ImportException(
          source.name()
              + " would not be unpacked by the kernel: "
              + facts.findings().getFirst().message());
    }
  }

  /** The staged part. */
  StagedPart part() {
    return staged.orElseThrow();
  }
}
