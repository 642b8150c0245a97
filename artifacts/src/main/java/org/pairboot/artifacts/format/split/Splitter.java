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

/** Splits an image in one file, whatever its form. */
public final class Splitter {
  private Splitter() {}

  /**
   * Splits {@code image} into the files of {@code output}. If this fails, closing that leaves none
   * of them.
   *
   * @param facts of {@code image}
   * @param output ideally the listener of the walk that collected the facts
   * @param version for the cookies of a fat image; by default the image's own version, or one
   *     derived from the digest of its root file system
   * @param progress receives how many bytes of the image have been processed
   * @throws NothingToSplitException if the image cannot be split; the message says why
   * @throws org.pairboot.artifacts.format.input.BadImageException if the image is corrupt
   */
  public static Result split(
      ImageFile image,
      InitramfsFacts facts,
      SplitOutput output,
      Optional<String> version,
      LongConsumer progress)
      throws IOException, NothingToSplitException {
    return switch (facts.form()) {
      case ImageForm.Concatenated(var rootfs) -> {
        output.discard();
        yield new ConcatenatedSplitter(image, facts, rootfs).split(output.paths(), progress);
      }
      case ImageForm.Fat(var root) -> {
        Result result = new FatSplitter(image, facts, root, output).split(version, progress);
        output.discard();
        yield result;
      }
      default -> throw NothingToSplitException.of(image, facts.form());
    };
  }

  /** The image has a form that cannot be split. The message is meant for the user. */
  public static final class NothingToSplitException extends Exception {
    private static final long serialVersionUID = 1;

    private NothingToSplitException(String message) {
      super(message);
    }

    static NothingToSplitException of(ImageFile image, ImageForm form) {
      String why =
          switch (form) {
            case ImageForm.Split() -> "is already split: its rootfs is a separate file";
            case ImageForm.Rootfs() -> "is already a rootfs";
            case ImageForm.Stub() ->
                "is a stub without a root file system: split the fat initramfs that was published"
                    + " with it";
            case ImageForm.Other() ->
                "has no root.squashfs or root.erofs, so it is not a CoreOS live image";
            case ImageForm.Odd(String oddity) -> "cannot be split: " + oddity;
            case ImageForm.Concatenated both -> throw new IllegalArgumentException(both.toString());
            case ImageForm.Fat fat -> throw new IllegalArgumentException(fat.toString());
          };
      return new NothingToSplitException(image.name() + " " + why);
    }
  }

  /**
   * The two halves of a concatenated image do not belong together. The message is meant for the
   * user.
   */
  public static final class UnmatchedHalvesException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * @param offset of the first chunk of the rootfs that differs, in bytes from the start of the
     *     image
     */
    UnmatchedHalvesException(ImageFile image, long offset) {
      super(
          image.name()
              + ": the rootfs in it does not match the stream-hash of the initramfs from offset "
              + offset
              + ": it is corrupt or from another build");
    }
  }

  /**
   * The outcome of a split.
   *
   * @param version of the pair, as its cookies have it
   * @param initramfs the new file
   * @param rootfs the new file
   * @param extra the new file, if something followed the rootfs
   * @param rootfsHash the stream-hash of the new rootfs
   * @param rootfsOffset of the rootfs in a concatenated image; none for a fat one
   * @param notes for the user, one sentence each
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
