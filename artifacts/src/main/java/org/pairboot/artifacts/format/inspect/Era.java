package org.pairboot.artifacts.format.inspect;

import java.util.Optional;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.live.FileSystemType;
import org.pairboot.artifacts.format.live.ImageForm;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.live.InitramfsFacts.MemberContents;
import org.pairboot.artifacts.format.live.InitramfsFacts.WantRootfs;
import org.pairboot.artifacts.format.live.LivePaths.LiveRole;
import org.pairboot.artifacts.format.live.RootfsFacts.RootFile;

/**
 * The periods in which Fedora CoreOS builds composed live images in the same way. Recognized by the
 * contents alone, because derived images have their own version numbers.
 */
public enum Era {
  A0("A0", "fat, without a version cookie (builds from 2019-09)"),
  A1(
      "A1",
      "fat, with an empty cookie; install images with the root file system (2020-04 to 2020-05)"),
  A2("A2", "fat, with an empty cookie; install images in a separate member (2020-05 to 2020-07)"),
  A3("A3", "fat, with an empty cookie; install images with the cookie (2020-07)"),
  A1_TO_A3("A1-A3", "fat, with an empty cookie (2020-04 to 2020-07)"),
  B1_LEGACY("B1-legacy", "fat, published with a gzipped stub of a rootfs (2020-07 to 2020-08)"),
  B2_LEGACY("B2-legacy", "fat, published with a stub of a rootfs (2020-08 to 2020-10)"),
  B1("B1", "split, with a gzipped rootfs (2020-07 to 2020-08)"),
  B2("B2", "split, without a list of features (2020-08 to 2021-12)"),
  B2_OR_C("B2/C", "uncompressed rootfs with a squashfs (since 2020-08)"),
  C("C", "split, the current form (since 2021-12)"),
  RESPLIT("resplit", "split later from a fat image");

  private final String term;
  private final String description;

  Era(String term, String description) {
    this.term = term;
    this.description = description;
  }

  /** The short name. */
  public String term() {
    return term;
  }

  /** Its characteristics and period. */
  public String description() {
    return description;
  }

  /** The era of an image; empty for other systems, or if the contents do not show it. */
  static Optional<Era> of(InitramfsFacts facts, ImageForm form) {
    return switch (form) {
      case ImageForm.Fat(RootFile root) -> ofFat(facts, facts.members().get(root.member()));
      case ImageForm.Split() -> ofSplit(facts);
      case ImageForm.Concatenated both -> ofSplit(facts);
      case ImageForm.Rootfs() -> ofRootfs(facts);
      case ImageForm.Stub() -> Optional.of(isGzipped(facts) ? B1_LEGACY : B2_LEGACY);
      case ImageForm.Other() -> Optional.empty();
      case ImageForm.Odd odd -> Optional.empty();
    };
  }

  private static Optional<Era> ofFat(InitramfsFacts facts, MemberContents holder) {
    if (facts.cookie().isEmpty()) {
      return Optional.of(A0);
    }
    if (facts.cookie().get().isEmpty()) {
      return Optional.of(ofEmptyCookie(facts, holder));
    }
    if (facts.wantRootfs() instanceof WantRootfs.Absent) {
      return Optional.empty();
    }
    return Optional.of(holder.has(LiveRole.INITRAMFS_COOKIE) ? B1_LEGACY : B2_LEGACY);
  }

  private static Era ofEmptyCookie(InitramfsFacts facts, MemberContents holder) {
    if (holder.has(LiveRole.OSMET)) {
      return A1;
    }
    return facts.members().stream()
        .filter(member -> member.has(LiveRole.OSMET))
        .map(member -> member.has(LiveRole.INITRAMFS_COOKIE) ? A3 : A2)
        .findFirst()
        .orElse(A1_TO_A3);
  }

  private static Optional<Era> ofSplit(InitramfsFacts facts) {
    var holders =
        facts.members().stream().filter(member -> member.has(LiveRole.INITRAMFS_COOKIE)).toList();
    if (facts.wantRootfs() instanceof WantRootfs.Absent || holders.isEmpty()) {
      return Optional.empty();
    }
    if (holders.getLast().member().compression() == Compression.NONE) {
      return Optional.of(RESPLIT);
    }
    if (holders.size() > 1) {
      return Optional.of(B1);
    }
    return Optional.of(facts.listsFeatures() ? C : B2);
  }

  private static Optional<Era> ofRootfs(InitramfsFacts facts) {
    if (isGzipped(facts)) {
      return Optional.of(B1);
    }
    boolean erofs = facts.rootFiles().getFirst().type() == FileSystemType.EROFS;
    return Optional.of(erofs ? C : B2_OR_C);
  }

  private static boolean isGzipped(InitramfsFacts facts) {
    return facts.members().getFirst().member().compression() == Compression.GZIP;
  }
}
