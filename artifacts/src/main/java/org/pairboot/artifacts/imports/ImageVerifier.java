package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.pair.PairVerifier;
import org.pairboot.artifacts.format.pair.PairVerifier.Verdict;
import org.pairboot.artifacts.store.CheckResult;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;

/** Verifies again what was verified at import: the digests of all files, and the pair. */
public final class ImageVerifier {
  private final ImageStore store;

  public ImageVerifier(ImageStore store) {
    this.store = store;
  }

  /**
   * What was found.
   *
   * @param pair empty if nothing lists the hashes of the rootfs, or if files are damaged
   */
  public record Result(CheckResult bytes, Optional<Verdict> pair) {

    /** Whether the image can be used. An unverifiable pair does not speak against that. */
    public boolean isGood() {
      return bytes.isSound() && !(pair.orElse(null) instanceof Verdict.Rejected);
    }
  }

  /**
   * Reads all of {@code image} again; if the pair was published as verified, each byte only once.
   *
   * <p>The rootfs of such a pair needs no digest: when it was published, its chunks had the hashes
   * that the initramfs, or the fetcher, lists. If the digest of that one is right, the list has not
   * changed, and if all chunks still have these hashes and no bytes follow, the rootfs has not
   * changed either, unless somebody has found two chunks with the same SHA-256. Chunks can be
   * hashed on all processors, a digest only on one. This trusts the store's record that the pair
   * was verified; {@link StoreScrubber} trusts nothing and computes every digest. So does this
   * method once something is wrong, to distinguish damage from a pair that never matched.
   *
   * @throws IOException when the store cannot be read
   */
  public Result verify(ImageVersion image, Progress progress) throws IOException {
    Optional<Result> good = verifyByStreamHash(image, progress);
    return good.isPresent() ? good.get() : verifyByDigests(image, progress);
  }

  /** The result if the stream-hash shows that all is well; otherwise empty. */
  private Optional<Result> verifyByStreamHash(ImageVersion image, Progress progress)
      throws StoreException {
    Optional<Part> hashed = hashed(image);
    if (hashed.isEmpty() || !(image.verification() instanceof Verification.Verified)) {
      return Optional.empty();
    }
    Sha256 rootfs = hashed.get().digest();
    CheckResult others = store.check(image, Set.of(rootfs), progress);
    if (!others.isSound()) {
      return Optional.empty();
    }
    try {
      return verifyPair(image, progress)
          .filter(Verdict.Verified.class::isInstance)
          .map(verdict -> new Result(others, Optional.of(verdict)));
    } catch (IOException e) {
      // The digests will show which file is at fault.
      return Optional.empty();
    }
  }

  private Result verifyByDigests(ImageVersion image, Progress progress) throws IOException {
    CheckResult bytes = store.check(image, Set.of(), progress);
    return new Result(bytes, bytes.isSound() ? verifyPair(image, progress) : Optional.empty());
  }

  /** The file whose hashes an initrd of {@code image} lists. */
  private static Optional<Part> hashed(ImageVersion image) {
    return image.rootfs().or(() -> image.fetcher().map(fetcher -> image.payloads().getFirst()));
  }

  /** Reads only the pair; empty if nothing lists the hashes of the rootfs. */
  Optional<Verdict> verifyPair(ImageVersion image, Progress progress) throws IOException {
    Optional<Part> hashed = hashed(image);
    if (hashed.isEmpty()) {
      return Optional.empty();
    }
    ImageFile rootfs = file(hashed.get());
    LongConsumer step = progress.begin("verifying the pair", rootfs.length());
    try {
      return Optional.of(
          image.fetcher().isPresent()
              ? PairVerifier.verifyFetched(
                  file(image.fetcher().get()), rootfs, image.ref().version(), step)
              : PairVerifier.verify(file(image.initramfs().orElseThrow()), rootfs, step));
    } catch (BadImageException e) {
      // The disk is well, and trying again would find the same.
      return Optional.of(
          new Verdict.Rejected(
              e.getMessage() + "; download both again from the same build", OptionalLong.empty()));
    }
  }

  private ImageFile file(Part part) throws IOException {
    return ImageFile.of(store.file(part)).named(part.fileName());
  }
}
