package org.pairboot.artifacts.format.preset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.text.PrintableText;

/** Finds the live system in an ISO, or in a directory with the files of one. */
public final class LiveSystemFinder {
  private LiveSystemFinder() {}

  /**
   * Looks into {@code path}.
   *
   * @param wanted the system to look for; empty: any
   * @throws UnknownSystemException when there is none that can be imported
   * @throws org.pairboot.artifacts.format.input.BadImageException when the ISO is incomplete or
   *     malformed
   */
  public static LiveSystem find(Path path, Optional<Preset> wanted)
      throws UnknownSystemException, IOException {
    try (FileTree tree = open(path)) {
      return wanted.isPresent() ? find(tree, wanted.get()) : find(tree);
    }
  }

  private static FileTree open(Path path) throws IOException {
    return Files.isDirectory(path) ? new DirectoryTree(path) : IsoTree.open(ImageFile.of(path));
  }

  private static LiveSystem find(FileTree tree) throws UnknownSystemException, IOException {
    CoreosTree coreos = new CoreosTree(tree);
    if (coreos.hasItsFiles()) {
      return coreos.system();
    }
    for (Preset preset : Preset.values()) {
      Optional<LiveSystem> found = new LayoutMatcher(tree, preset).find();
      if (found.isPresent()) {
        return found.get();
      }
    }
    if (coreos.hasItsLabel()) {
      throw coreos.refusal();
    }
    throw new UnknownSystemException(
        tree.name()
            + " holds none of the known live systems ("
            + Stream.of(Preset.values()).map(Preset::term).collect(Collectors.joining(", "))
            + ")"
            + (tree.label().isEmpty()
                ? ""
                : "; its volume is '" + PrintableText.of(tree.label()) + "'")
            + ": take its files out, and give them with --kernel, --initramfs and --rootfs");
  }

  private static LiveSystem find(FileTree tree, Preset preset)
      throws UnknownSystemException, IOException {
    if (preset == Preset.FEDORA_COREOS) {
      return new CoreosTree(tree).system();
    }
    Optional<LiveSystem> found = new LayoutMatcher(tree, preset).find();
    if (found.isEmpty()) {
      throw new UnknownSystemException(
          tree.name() + " is not laid out as " + preset.term() + ", which has " + files(preset));
    }
    return found.get();
  }

  private static String files(Preset preset) {
    return preset.layouts().stream()
        .map(layout ->
            layout.kernel()
                + ", "
                + layout.initramfs()
                + (layout.root() instanceof Layout.Root.InTree(PathPattern root)
                    ? ", " + root
                    : ""))
        .collect(Collectors.joining("; or "));
  }

  /** An ISO or a directory holds no live system that can be imported. The message says why. */
  public static final class UnknownSystemException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownSystemException(String message) {
      super(message);
    }
  }
}
