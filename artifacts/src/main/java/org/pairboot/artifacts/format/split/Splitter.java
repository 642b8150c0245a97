package org.pairboot.artifacts.format.split;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.ImageForm;
import org.pairboot.artifacts.format.live.InitramfsFacts;

/** Splits an image that is one file, whatever its form. */
public final class Splitter {
  private Splitter() {}

  /**
   * Splits {@code image} into the files of {@code draft}; nothing is left of them when this fails,
   * once that is closed.
   *
   * @param facts of {@code image}
   * @param draft which has best heard the walk that gathered the facts
   * @param version for the cookies of a fat image; without it, the image's own version is used, or
   *     one made of the digest of its root file system
   * @param progress told how many bytes of the image have been dealt with
   * @throws NothingToSplitException when the image is not one that can be split; the message says
   *     why
   * @throws org.pairboot.artifacts.format.input.BadImageException when the image is damaged
   */
  public static SplitResult split(
      ImageFile image,
      InitramfsFacts facts,
      RootfsDraft draft,
      Optional<String> version,
      LongConsumer progress)
      throws IOException, NothingToSplitException {
    return switch (facts.form()) {
      case ImageForm.Concatenated(var rootfs) -> {
        draft.discard();
        yield new ConcatenatedSplitter(image, facts, rootfs).split(draft.paths(), progress);
      }
      case ImageForm.Fat(var root) -> {
        SplitResult result = new FatSplitter(image, facts, root, draft).split(version, progress);
        draft.discard();
        yield result;
      }
      default -> throw NothingToSplitException.of(image, facts.form());
    };
  }
}
