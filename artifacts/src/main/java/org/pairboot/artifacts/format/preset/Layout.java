package org.pairboot.artifacts.format.preset;

import java.util.ArrayList;
import java.util.List;

/**
 * One way in which a system's files are laid out. A {@code *} in the pattern of the kernel stands
 * for the same in all others, so that of several kernels each finds its own initramfs.
 *
 * @param root what the root file system comes from
 * @param companions further files that the system fetches, where they are there
 */
record Layout(PathPattern kernel, PathPattern initramfs, Root root, List<Companion> companions) {
  Layout {
    companions = List.copyOf(companions);
  }

  /** Where the root file system is. */
  sealed interface Root {
    /** There is no file for it. */
    record None() implements Root {}

    /** A file of the tree. */
    record InTree(PathPattern pattern) implements Root {}

    /** The tree itself: an ISO that is fetched as a whole. */
    record WholeIso(String servedAs) implements Root {}
  }

  /**
   * Files that are served under their own paths.
   *
   * @param arguments further kernel arguments when there is at least one; possibly empty
   */
  record Companion(PathPattern pattern, String arguments) {}

  static Layout of(String kernel, String initramfs) {
    return of(kernel, initramfs, new Root.None());
  }

  static Layout of(String kernel, String initramfs, String root) {
    return of(kernel, initramfs, new Root.InTree(new PathPattern(root)));
  }

  static Layout ofWholeIso(String kernel, String initramfs, String servedAs) {
    return of(kernel, initramfs, new Root.WholeIso(servedAs));
  }

  private static Layout of(String kernel, String initramfs, Root root) {
    return new Layout(new PathPattern(kernel), new PathPattern(initramfs), root, List.of());
  }

  /** The same with further files. */
  Layout and(String pattern, String arguments) {
    List<Companion> all = new ArrayList<>(companions);
    all.add(new Companion(new PathPattern(pattern), arguments));
    return new Layout(kernel, initramfs, root, all);
  }
}
