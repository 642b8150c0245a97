package org.pairboot.artifacts.format.pair;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.FileSystemType;
import org.pairboot.artifacts.format.live.ImageForm;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.live.InitramfsFacts.WantRootfs;
import org.pairboot.artifacts.format.live.LivePaths;
import org.pairboot.artifacts.format.live.RootfsFacts;
import org.pairboot.artifacts.format.live.RootfsFacts.RootFile;
import org.pairboot.artifacts.format.pair.PairVerifier.Verdict.Rejected;
import org.pairboot.artifacts.format.pair.PairVerifier.Verdict.Unverifiable;
import org.pairboot.artifacts.format.pair.PairVerifier.Verdict.Verified;
import org.pairboot.artifacts.format.streamhash.StreamHash;
import org.pairboot.artifacts.format.streamhash.StreamHashVerifier;
import org.pairboot.artifacts.format.streamhash.StreamHashVerifier.Result;

/**
 * Verifies that an initramfs and a rootfs belong together. A guest compares only the version
 * cookies if the rootfs is appended, and only the stream-hash if it fetches the rootfs; here both
 * must match.
 */
public final class PairVerifier {
  private PairVerifier() {}

  /**
   * Reads and verifies both files; {@code progress} receives how many bytes of the rootfs are
   * hashed.
   */
  public static Verdict verify(ImageFile initramfs, ImageFile rootfs, LongConsumer progress)
      throws IOException {
    InitramfsFacts initramfsFacts = InitramfsFacts.of(initramfs, read -> {});
    RootfsFacts rootfsFacts = RootfsFacts.of(rootfs, read -> {});
    return verify(initramfsFacts, rootfsFacts, rootfs, progress);
  }

  /** Verifies files whose facts are known, so only the rootfs is read, once. */
  public static Verdict verify(
      InitramfsFacts initramfs, RootfsFacts rootfs, ImageFile rootfsFile, LongConsumer progress)
      throws IOException {
    return verify(initramfs, rootfs, hash -> StreamHashVerifier.verify(rootfsFile, hash, progress));
  }

  /**
   * Verifies a rootfs of any kind with the stream-hash in the fetcher, the initrd that fetches it.
   *
   * @param version of a verified pair
   */
  public static Verdict verifyFetched(
      ImageFile fetcher, ImageFile rootfs, String version, LongConsumer progress)
      throws IOException {
    return switch (InitramfsFacts.of(fetcher, read -> {}).wantRootfs()) {
      case WantRootfs.Hash(StreamHash hash) ->
          compare(version, StreamHashVerifier.verify(rootfs, hash, progress));
      case WantRootfs.Absent() ->
          new Rejected("the fetcher has no " + LivePaths.WANT_ROOTFS + ": import the image again");
      case WantRootfs.Malformed(String error) ->
          new Rejected(
              LivePaths.WANT_ROOTFS
                  + " in the fetcher is malformed ("
                  + error
                  + "): import the image again");
    };
  }

  /** Compares the bytes of a rootfs with the stream-hash of an initramfs. */
  @FunctionalInterface
  public interface Comparison {
    Result with(StreamHash hash) throws IOException;
  }

  /**
   * Verifies files whose facts are known; calls {@code rootfsBytes} only if everything else
   * matches.
   */
  public static Verdict verify(InitramfsFacts initramfs, RootfsFacts rootfs, Comparison rootfsBytes)
      throws IOException {
    Optional<String> objection =
        objectionToInitramfs(initramfs, rootfs)
            .or(() -> objectionToRootfs(initramfs, rootfs))
            .or(() -> disagreement(initramfs, rootfs));
    if (objection.isPresent()) {
      return new Rejected(objection.get());
    }
    if (!initramfs.isLive()) {
      return new Unverifiable("the image has neither a version cookie nor a stream-hash");
    }
    return switch (initramfs.wantRootfs()) {
      case WantRootfs.Absent() ->
          new Unverifiable(
              "the version cookies match, but the initramfs has no stream-hash ("
                  + LivePaths.WANT_ROOTFS
                  + "), so the bytes of the rootfs cannot be verified");
      case WantRootfs.Malformed(String error) ->
          new Rejected(
              LivePaths.WANT_ROOTFS
                  + " in the initramfs is malformed ("
                  + error
                  + "), so no machine would accept a rootfs by URL: download or build it again");
      case WantRootfs.Hash(StreamHash hash) ->
          compare(initramfs.cookie().orElseThrow(), rootfsBytes.with(hash));
    };
  }

  private static Optional<String> objectionToInitramfs(
      InitramfsFacts initramfs, RootfsFacts rootfs) {
    if (initramfs.form() instanceof ImageForm.Rootfs) {
      return Optional.of("the file given as initramfs is a rootfs: pass it as the rootfs");
    }
    if (!initramfs.rootFiles().isEmpty()) {
      String contains =
          "the initramfs contains its root file system ("
              + initramfs.rootFiles().getFirst().name()
              + ")";
      return Optional.of(
          rootfs.isStub()
              ? contains
                  + ", and the rootfs is a stub (1 MiB without a root file system): import the"
                  + " initramfs alone; it will be split"
              : contains + ": import it alone, without a rootfs; it will be split");
    }
    return initramfs.findings().stream()
        .findFirst()
        .map(finding -> "the kernel would not unpack the initramfs: " + finding.message());
  }

  private static Optional<String> objectionToRootfs(InitramfsFacts initramfs, RootfsFacts rootfs) {
    if (rootfs.isStub()) {
      return Optional.of(
          "the rootfs is a stub (1 MiB without a root file system), and the real one is inside the"
              + " fat initramfs of that build: import that alone");
    }
    if (!rootfs.findings().isEmpty()) {
      return Optional.of(
          "the kernel would not unpack the rootfs: " + rootfs.findings().getFirst().message());
    }
    if (initramfs.isLive() && rootfs.rootFile().isEmpty()) {
      return Optional.of(
          "the file given as rootfs has neither root.squashfs nor root.erofs, so it is not a"
              + " rootfs");
    }
    return rootfs
        .rootFile()
        .filter(root -> root.type() == FileSystemType.UNKNOWN)
        .filter(root -> initramfs.isLive() || rootfs.version().isPresent())
        .map(PairVerifier::unknownType);
  }

  private static String unknownType(RootFile root) {
    return root.name()
        + " in the rootfs (its data starts at "
        + root.dataOffset()
        + ") is neither a squashfs nor an erofs: the build is broken; build it again";
  }

  private static Optional<String> disagreement(InitramfsFacts initramfs, RootfsFacts rootfs) {
    if (!initramfs.isLive()) {
      return rootfs
          .version()
          .map(version ->
              "the rootfs is from the live image with version "
                  + version
                  + ", but the initramfs is not from a live image (no "
                  + LivePaths.INITRAMFS_COOKIE
                  + "): download both from the same build");
    }
    if (rootfs.version().isEmpty()) {
      return Optional.of(
          "the rootfs has no version cookie ("
              + LivePaths.ROOTFS_COOKIE
              + "), so a machine would not find it: download or build it again");
    }
    if (rootfs.version().equals(initramfs.cookie())) {
      return Optional.empty();
    }
    return Optional.of(
        "the initramfs has version "
            + shown(initramfs.cookie())
            + ", the rootfs has version "
            + shown(rootfs.version())
            + ": download both from the same build");
  }

  private static String shown(Optional<String> version) {
    return version.filter(text -> !text.isEmpty()).orElse("(none)");
  }

  private static Verdict compare(String version, Result result) {
    return switch (result) {
      case Result.Match() -> new Verified(version);
      case Result.Mismatch(long offset, String message) ->
          new Rejected(
              "the rootfs is not the one that the initramfs expects: "
                  + message
                  + "; it is corrupt or from another build; download both again from the same"
                  + " build",
              OptionalLong.of(offset));
    };
  }

  /** Whether an initramfs and a rootfs belong together. The texts are meant for the user. */
  public sealed interface Verdict {

    /** They belong together: cookies and stream-hash match. */
    record Verified(String version) implements Verdict {}

    /** The image has no proof of it. */
    record Unverifiable(String why) implements Verdict {}

    /**
     * They do not belong together, or one of them is the wrong kind of file.
     *
     * @param why names the problem and the remedy
     * @param offset of the problem in the rootfs, in bytes, if it has a place
     */
    record Rejected(String why, OptionalLong offset) implements Verdict {
      Rejected(String why) {
        this(why, OptionalLong.empty());
      }
    }
  }
}
