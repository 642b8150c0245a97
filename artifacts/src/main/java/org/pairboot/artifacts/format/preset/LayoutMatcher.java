package org.pairboot.artifacts.format.preset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.artifacts.format.preset.Layout.Companion;
import org.pairboot.artifacts.format.preset.LiveSystem.Named;
import org.pairboot.artifacts.format.preset.PathPattern.Match;
import org.pairboot.artifacts.format.preset.Preset.RootSource;

/** Finds the files of one preset in a tree. */
record LayoutMatcher(FileTree tree, Preset preset) {

  /** The system, by the first layout of the preset whose files are there. */
  Optional<LiveSystem> find() throws IOException {
    for (Layout layout : preset.layouts()) {
      Optional<LiveSystem> found = find(layout);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<LiveSystem> find(Layout layout) throws IOException {
    // Of several kernels the one without a version in its name, else the newest by name.
    List<Match> kernels =
        layout.kernel().find(tree).stream()
            .sorted(
                Comparator.comparing((Match match) -> !match.star().isEmpty())
                    .thenComparing(Match::star, Comparator.reverseOrder()))
            .toList();
    for (Match kernel : kernels) {
      List<Match> initramfs = layout.initramfs().with(kernel.star()).find(tree);
      Optional<List<Named>> root = root(layout, kernel);
      if (!initramfs.isEmpty() && root.isPresent()) {
        return Optional.of(system(layout, kernel, initramfs.getFirst(), root.get()));
      }
    }
    return Optional.empty();
  }

  /** The root file system, of which there is none in some layouts; empty where it is missing. */
  private Optional<List<Named>> root(Layout layout, Match kernel) throws IOException {
    return switch (layout.root()) {
      case Layout.Root.None() -> Optional.of(List.of());
      case Layout.Root.InTree(PathPattern pattern) ->
          pattern.with(kernel.star()).find(tree).stream()
              .findFirst()
              .map(match -> List.of(new Named(match.path(), match.file())));
      case Layout.Root.WholeIso(String servedAs) ->
          tree.whole().map(iso -> List.of(new Named(servedAs, iso)));
    };
  }

  private LiveSystem system(Layout layout, Match kernel, Match initramfs, List<Named> root)
      throws IOException {
    boolean appended = preset.root() instanceof RootSource.Appended;
    List<Named> payloads = new ArrayList<>(appended ? List.of() : root);
    StringBuilder arguments = new StringBuilder(preset.arguments());
    for (Companion companion : layout.companions()) {
      List<Match> matches = companion.pattern().with(starFor(companion, kernel)).find(tree);
      matches.forEach(match -> payloads.add(new Named(match.path(), match.file())));
      if (!matches.isEmpty() && !companion.arguments().isEmpty()) {
        arguments.append(' ').append(companion.arguments());
      }
    }
    return new LiveSystem(
        preset,
        kernel.file(),
        initramfs.file(),
        Stream.of(root)
            .filter(found -> appended)
            .flatMap(List::stream)
            .map(Named::file)
            .findFirst(),
        payloads,
        List.of(),
        arguments.toString(),
        List.of());
  }

  /** Companions in directories of their own have names that say nothing of the kernel. */
  private static String starFor(Companion companion, Match kernel) {
    return companion.pattern().directory().contains("*") ? "*" : kernel.star();
  }
}
