package org.pairboot.artifacts.format.split;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.ImageForm;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.live.InitramfsFacts.WantRootfs;
import org.pairboot.artifacts.format.live.RootfsFacts.RootFile;
import org.pairboot.artifacts.format.split.ConcatenatedSplitter.Layout;
import org.pairboot.artifacts.format.split.Splitter.NothingToSplitException;
import org.pairboot.artifacts.format.split.Splitter.UnmatchedHalvesException;
import org.pairboot.artifacts.format.streamhash.StreamHash;
import org.pairboot.artifacts.format.streamhash.StreamHashVerifier;
import org.pairboot.artifacts.format.streamhash.StreamHashVerifier.Result;

/**
 * Where an image in one file divides, so that any HTTP client can fetch the parts with range
 * requests. Nothing is written.
 *
 * @param version of the pair, if the image has one
 * @param extra anything after the rootfs
 * @param rootFile the bare root file system, if it is uncompressed in the file
 * @param verified whether the stream-hash proves that the halves match
 */
public record SplitRanges(
    Optional<String> version,
    Half initramfs,
    Half rootfs,
    Optional<ByteRange> extra,
    Optional<ByteRange> rootFile,
    boolean verified) {

  /** One half of the pair. */
  public sealed interface Half {
    /** A range of the file. */
    record Range(ByteRange bytes) implements Half {}

    /**
     * Not a range of the file.
     *
     * @param why the predicate of a sentence about the half
     */
    record NoRange(String why) implements Half {}
  }

  /**
   * The ranges of {@code image}, which has the given facts; {@code progress} receives how many
   * bytes of the rootfs were compared with its stream-hash.
   *
   * @throws NothingToSplitException if the image cannot be split
   * @throws UnmatchedHalvesException if the halves do not belong together
   */
  public static SplitRanges of(ImageFile image, InitramfsFacts facts, LongConsumer progress)
      throws IOException, NothingToSplitException {
    return switch (facts.form()) {
      case ImageForm.Concatenated(var rootfs) -> concatenated(image, facts, rootfs, progress);
      case ImageForm.Fat(var root) -> fat(facts, root);
      default -> throw NothingToSplitException.of(image, facts.form());
    };
  }

  private static SplitRanges concatenated(
      ImageFile image, InitramfsFacts facts, Member member, LongConsumer progress)
      throws IOException {
    Layout layout = Layout.of(image, facts, member);
    RootFile root = facts.rootFiles().getFirst();
    return new SplitRanges(
        facts.rootfsCookie(),
        new Half.Range(layout.initramfs()),
        new Half.Range(layout.rootfs()),
        layout.extra(),
        plainRange(root),
        facts.wantRootfs() instanceof WantRootfs.Hash(StreamHash hash)
            && matches(image, layout.rootfs(), hash, progress));
  }

  private static boolean matches(
      ImageFile image, ByteRange rootfs, StreamHash hash, LongConsumer progress)
      throws IOException {
    ImageFile part = image.part(rootfs.start(), rootfs.length());
    return switch (StreamHashVerifier.verify(part, hash, progress)) {
      case Result.Match() -> true;
      case Result.Mismatch(long offset, _) ->
          throw new UnmatchedHalvesException(image, rootfs.start() + offset);
    };
  }

  private static SplitRanges fat(InitramfsFacts facts, RootFile root) {
    Member holder = facts.members().get(root.member()).member();
    String how =
        root.compression() == Compression.NONE ? "" : root.compression().label() + "-compressed ";
    return new SplitRanges(
        facts.version(),
        new Half.NoRange(
            "is what remains without the rootfs, plus a new member with the version and the"
                + " stream-hash"),
        new Half.NoRange(
            "is not a separate file: "
                + root.name()
                + " is stored "
                + how
                + "in the member at offset "
                + holder.offset()
                + " ("
                + holder.length()
                + " bytes)"),
        Optional.empty(),
        plainRange(root),
        false);
  }

  private static Optional<ByteRange> plainRange(RootFile root) {
    return root.compression() == Compression.NONE && root.size() > 0
        ? Optional.of(new ByteRange(root.dataOffset(), root.dataOffset() + root.size()))
        : Optional.empty();
  }

  /**
   * A range of a file, in bytes from its start.
   *
   * @param start the first byte
   * @param end one past the last byte
   */
  public record ByteRange(long start, long end) {
    public ByteRange {
      if (start < 0 || end <= start) {
        throw new IllegalArgumentException("not a range: " + start + " to " + end);
      }
    }

    /** Its length in bytes. */
    public long length() {
      return end - start;
    }

    /**
     * The value of the {@code Range} field in an HTTP request for it (RFC 9110, section 14.1.2).
     */
    public String header() {
      return "bytes=" + start + "-" + (end - 1);
    }
  }
}
