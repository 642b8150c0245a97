package org.pairboot.artifacts.format.split;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.ImageForm;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.streamhash.StreamHash;

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
  public static Result split(
      ImageFile image,
      InitramfsFacts facts,
      SplitOutput draft,
      Optional<String> version,
      LongConsumer progress)
      throws IOException, NothingToSplitException {
    return switch (facts.form()) {
      case ImageForm.Concatenated(var rootfs) -> {
        draft.discard();
        yield new ConcatenatedSplitter(image, facts, rootfs).split(draft.paths(), progress);
      }
      case ImageForm.Fat(var root) -> {
        Result result = new FatSplitter(image, facts, root, draft).split(version, progress);
        draft.discard();
        yield result;
      }
      default -> throw NothingToSplitException.of(image, facts.form());
    };
  }

  /** The image is not of a form that can be split; the message is fit to be shown to a user. */
  public static final class NothingToSplitException extends Exception {
    private static final long serialVersionUID = 1;

    private NothingToSplitException(String message) {
      super(message);
    }

    static NothingToSplitException of(ImageFile image, ImageForm form) {
      String why =
          switch (form) {
            case ImageForm.Split() -> "is split already: its rootfs is a file of its own";
            case ImageForm.Rootfs() -> "is a rootfs already";
            case ImageForm.Stub() ->
                "is the stub of the fat era, without a root file system: split the fat initramfs"
                    + " that was published beside it";
            case ImageForm.Other() ->
                "has no root.squashfs or root.erofs: it is no live image of this kind";
            case ImageForm.Odd(String oddity) -> "cannot be split: " + oddity;
            case ImageForm.Concatenated both -> throw new IllegalArgumentException(both.toString());
            case ImageForm.Fat fat -> throw new IllegalArgumentException(fat.toString());
          };
      return new NothingToSplitException(image.name() + " " + why);
    }
  }

  /**
   * The two halves of a concatenated image do not belong together. The message is fit to be shown
   * to a user.
   */
  public static final class UnmatchedHalvesException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * @param offset where in the image the first chunk of the rootfs that differs starts, in bytes
     */
    UnmatchedHalvesException(ImageFile image, long offset) {
      super(
          image.name()
              + ": the rootfs in it does not match the stream-hash of the initramfs from offset "
              + offset
              + " on: it is damaged or of another build");
    }
  }

  /**
   * What came out of a split.
   *
   * @param version of the pair, as its cookies have it
   * @param initramfs the new file
   * @param rootfs the new file
   * @param extra the new file, if anything followed the rootfs
   * @param rootfsHash the stream-hash of the new rootfs
   * @param rootfsOffset where the rootfs started in a concatenated image; none for a fat one
   * @param notes what a user may want to know, each a sentence
   */
  public record Result(
      String version,
      Path initramfs,
      Path rootfs,
      Optional<Path> extra,
      StreamHash rootfsHash,
      Optional<Long> rootfsOffset,
      List<String> notes) {
    public Result {
      notes = List.copyOf(notes);
    }
  }
}
