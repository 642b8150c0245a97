package org.pairboot.artifacts.format.live;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.format.initramfs.Finding;
import org.pairboot.artifacts.format.input.ImageFile;

/**
 * What an initramfs, of whatever form, says about itself.
 *
 * @param length of the file in bytes
 * @param members in order
 * @param findings where the kernel would stop unpacking it; empty in a sound image
 * @param cookie the version in its cookie; the empty string in images from before 2020-07-27; no
 *     value where there is no cookie, and so no live image of this kind
 * @param wantRootfs what rootfs it wants
 * @param fetch whether it can fetch that by itself
 * @param rootFiles root file systems inside it, none in a split one
 * @param rootfsCookie the version in the cookie of a rootfs inside it
 * @param osVersion the version in its os-release
 * @param listsFeatures whether it says what it can be customised with, as since December 2021
 */
public record InitramfsFacts(
    long length,
    List<MemberContents> members,
    List<Finding> findings,
    Optional<String> cookie,
    WantRootfs wantRootfs,
    RootfsFetch fetch,
    List<RootFile> rootFiles,
    Optional<String> rootfsCookie,
    Optional<String> osVersion,
    boolean listsFeatures) {
  public InitramfsFacts {
    members = List.copyOf(members);
    findings = List.copyOf(findings);
    rootFiles = List.copyOf(rootFiles);
  }

  /**
   * Reads all of {@code file} once; {@code progress} is told how many bytes of it have been read.
   *
   * @throws org.pairboot.artifacts.format.input.BadImageException when it is no sound initramfs
   */
  public static InitramfsFacts of(ImageFile file, LongConsumer progress) throws IOException {
    return of(file, PayloadListener.NONE, progress);
  }

  /** The same, and {@code listener} hears what belongs into a rootfs. */
  public static InitramfsFacts of(ImageFile file, PayloadListener listener, LongConsumer progress)
      throws IOException {
    return FactsCollector.walk(file, listener, progress).initramfs();
  }

  /** Whether it is the initramfs of a live image. */
  public boolean isLive() {
    return cookie.isPresent();
  }

  /** The image's own version: of the cookie where it has one, else of the os-release. */
  public Optional<String> version() {
    return cookie.filter(version -> !version.isEmpty()).or(() -> osVersion);
  }

  /**
   * The length modulo 4. The EFI stub of Linux puts initrds one behind the other without padding,
   * so anything but 0 needs NULs before a further initrd.
   */
  public int lengthModulo4() {
    return (int) (length % 4);
  }

  /** Whether it can fetch {@code rootfs} by URL. */
  public boolean canFetch(RootfsFacts rootfs) {
    return switch (fetch) {
      case NONE -> false;
      case GZIPPED -> rootfs.isGzipped();
      case ANY -> rootfs.isSingleArchive();
    };
  }

  /** The form it comes in. */
  public ImageForm form() {
    return ImageForm.of(this);
  }
}
