package org.pairboot.artifacts.format.live;

import java.util.List;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.live.InitramfsFacts.MemberContents;
import org.pairboot.artifacts.format.live.LivePaths.LiveRole;
import org.pairboot.artifacts.format.live.RootfsFacts.RootFile;

/** The form of an image, determined by its contents. */
public sealed interface ImageForm {

  /** An initramfs without its root file system; there is nothing to split. */
  record Split() implements ImageForm {}

  /** An initramfs followed by a complete rootfs; both can be extracted byte for byte. */
  record Concatenated(Member rootfs) implements ImageForm {}

  /** The form before the split: the root file system is part of the initramfs. */
  record Fat(RootFile root) implements ImageForm {}

  /** A rootfs alone. */
  record Rootfs() implements ImageForm {}

  /** A stub: the cookie of a rootfs without a root file system. */
  record Stub() implements ImageForm {}

  /** An initramfs of another kind of system. */
  record Other() implements ImageForm {}

  /** A live image with an invalid composition, for the given reason. */
  record Odd(String why) implements ImageForm {}

  /** The form of the image with {@code facts}. */
  static ImageForm of(InitramfsFacts facts) {
    List<RootFile> roots = facts.rootFiles();
    if (roots.isEmpty()) {
      return facts.isLive()
          ? new Split()
          : facts.rootfsCookie().isPresent() ? new Stub() : new Other();
    }
    if (roots.size() > 1) {
      return new Odd("it contains more than one root file system: " + places(facts));
    }
    RootFile root = roots.getFirst();
    MemberContents holder = facts.members().get(root.member());
    if (!holder.has(LiveRole.ROOTFS_COOKIE) || holder.has(LiveRole.INITRAMFS_COOKIE)) {
      return new Fat(root);
    }
    if (root.member() > 0) {
      return new Concatenated(holder.member());
    }
    return facts.isLive()
        ? new Odd("the rootfs comes first in it: put the initramfs before the rootfs")
        : new Rootfs();
  }

  private static String places(InitramfsFacts facts) {
    return facts.rootFiles().stream()
        .map(root ->
            root.name()
                + " in the member at offset "
                + facts.members().get(root.member()).member().offset())
        .reduce((a, b) -> a + ", " + b)
        .orElseThrow();
  }
}
