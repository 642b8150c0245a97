package org.pairboot.artifacts.format.preset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One way in which the files of a system are laid out. The text that {@code *} matches in the name
 * of the kernel replaces {@code *} in the other patterns, so each of several kernels gets its own
 * initramfs.
 *
 * @param root where the root file system comes from
 * @param companions further files that the system fetches, if they exist
 */
record Layout(PathPattern kernel, PathPattern initramfs, Root root, List<Companion> companions) {
  Layout {
    companions = List.copyOf(companions);
  }

  /** Where the root file system is. */
  sealed interface Root {
    /** It has no file of its own. */
    record None() implements Root {}

    /** A file of the tree. */
    record InTree(PathPattern pattern) implements Root {}

    /** The ISO itself, which is fetched as a whole. */
    record WholeIso(String servedAs) implements Root {}

    /**
     * The ISO itself, in the initramfs.
     *
     * @param path where it is there, without a leading slash
     */
    record WrappedIso(String path) implements Root {}

    /** A file of the tree, in the initramfs under the same path. */
    record WrappedFile(PathPattern pattern) implements Root {}
  }

  /**
   * Files that are served under their paths in the tree.
   *
   * @param arguments further kernel arguments if there is at least one file; possibly empty
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

  static Layout ofWrappedIso(String kernel, String initramfs, String path) {
    return of(kernel, initramfs, new Root.WrappedIso(path));
  }

  static Layout ofWrappedFile(String kernel, String initramfs, String root) {
    return of(kernel, initramfs, new Root.WrappedFile(new PathPattern(root)));
  }

  private static Layout of(String kernel, String initramfs, Root root) {
    return new Layout(new PathPattern(kernel), new PathPattern(initramfs), root, List.of());
  }

  /** The place of the root file system, if it is a file of the tree. */
  Optional<PathPattern> rootPattern() {
    return switch (root) {
      case Root.InTree(PathPattern pattern) -> Optional.of(pattern);
      case Root.WrappedFile(PathPattern pattern) -> Optional.of(pattern);
      case Root.None none -> Optional.empty();
      case Root.WholeIso iso -> Optional.empty();
      case Root.WrappedIso iso -> Optional.empty();
    };
  }

  /** This layout with further files. */
  Layout and(String pattern, String arguments) {
    List<Companion> all = new ArrayList<>(companions);
    all.add(new Companion(new PathPattern(pattern), arguments));
    return new Layout(kernel, initramfs, root, all);
  }
}
