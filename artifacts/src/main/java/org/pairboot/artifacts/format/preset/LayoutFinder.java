package org.pairboot.artifacts.format.preset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.format.bootmenu.MenuEntry;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.preset.Layout.Companion;
import org.pairboot.artifacts.format.preset.LiveSystem.Named;
import org.pairboot.artifacts.format.preset.PathPattern.Match;
import org.pairboot.artifacts.format.preset.Preset.RootSource;
import org.pairboot.artifacts.text.PrintableText;
import org.pairboot.artifacts.text.Sizes;

/** Finds the files of a known system in a tree, by the layouts of its preset. */
final class LayoutFinder {
  /** Of kernels that were not taken, in a note. */
  private static final int MAX_NAMED = 5;

  private static final List<String> COMPRESSED = List.of("", ".lz", ".lz4", ".gz", ".xz", ".zst");

  private final FileTree tree;

  LayoutFinder(FileTree tree) {
    this.tree = tree;
  }

  /** The files of one system. */
  private record Found(
      Preset preset,
      Layout layout,
      Map<String, String> values,
      ImageFile kernel,
      Initrds initrds,
      KernelArguments menuArguments) {}

  /**
   * What the kernel unpacks.
   *
   * @param early before the initramfs
   * @param extras after it
   */
  record Initrds(List<ImageFile> early, ImageFile initramfs, List<Named> extras) {}

  /** The system, by the first layout of {@code preset} whose files exist. */
  Optional<LiveSystem> find(Preset preset) throws IOException {
    for (Layout layout : preset.layouts()) {
      List<Match> kernels = layout.kernel().find(tree).stream().sorted(new KernelOrder()).toList();
      for (Match kernel : kernels) {
        Optional<Match> initramfs = initramfs(layout, kernel.values());
        Optional<List<Named>> root = root(layout, kernel.values());
        if (initramfs.isPresent() && root.isPresent()) {
          Initrds initrds = new Initrds(List.of(), initramfs.get().file(), List.of());
          Found found =
              new Found(
                  preset, layout, kernel.values(), kernel.file(), initrds, KernelArguments.NONE);
          return Optional.of(system(found, root.get(), notTaken(kernel, kernels)));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The system that {@code entry} of the medium's boot menu starts, if it is one of {@code preset}:
   * its kernel and initrds are in the usual places, or its arguments are those of such a system.
   */
  Optional<LiveSystem> find(Preset preset, MenuEntry entry) throws IOException {
    Optional<ImageFile> kernel = tree.file(entry.kernel());
    Optional<Initrds> initrds = initrds(entry);
    if (kernel.isEmpty() || initrds.isEmpty()) {
      return Optional.empty();
    }
    boolean isShown = MediumArguments.showThatItIs(preset, entry.arguments());
    for (Layout layout : preset.layouts()) {
      Optional<Map<String, String>> usual =
          layout
              .kernel()
              .match(entry.kernel())
              .filter(values -> usesInitramfs(entry, layout, values));
      if (!isShown && usual.isEmpty()) {
        continue;
      }
      Map<String, String> values = new HashMap<>(usual.orElse(Map.of()));
      layout
          .rootPattern()
          .ifPresent(root -> values.putAll(MediumArguments.places(entry.arguments(), root)));
      Optional<List<Named>> root = root(layout, values);
      if (root.isPresent()) {
        Found found =
            new Found(preset, layout, values, kernel.get(), initrds.get(), entry.arguments());
        return Optional.of(system(found, root.get(), List.of()));
      }
    }
    return Optional.empty();
  }

  /**
   * Whether this is an unpacked ISO of {@code preset}, which takes a whole one over the network.
   */
  boolean lacksOnlyTheIso(Preset preset) throws IOException {
    for (Layout layout : preset.layouts()) {
      boolean needsIso =
          layout.root() instanceof Layout.Root.WholeIso
              || layout.root() instanceof Layout.Root.WrappedIso;
      if (needsIso && tree.iso().isEmpty() && !layout.kernel().find(tree).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /**
   * The initrds of {@code entry}; empty if it has none, or one is not there. The largest is the
   * initramfs: what comes before it is microcode.
   */
  Optional<Initrds> initrds(MenuEntry entry) throws IOException {
    List<Named> all = new ArrayList<>();
    for (String path : entry.initrds()) {
      Optional<ImageFile> file = tree.file(path);
      if (file.isEmpty()) {
        return Optional.empty();
      }
      all.add(new Named(new PathPattern(path).lastSegment(), file.get()));
    }
    if (all.isEmpty()) {
      return Optional.empty();
    }
    int main = 0;
    for (int i = 1; i < all.size(); i++) {
      main = all.get(i).file().length() > all.get(main).file().length() ? i : main;
    }
    return Optional.of(
        new Initrds(
            all.subList(0, main).stream().map(Named::file).toList(),
            all.get(main).file(),
            all.subList(main + 1, all.size())));
  }

  private static boolean usesInitramfs(MenuEntry entry, Layout layout, Map<String, String> values) {
    PathPattern pattern = layout.initramfs().with(values).usual();
    return entry.initrds().stream()
        .anyMatch(path ->
            COMPRESSED.stream()
                .anyMatch(
                    suffix -> new PathPattern(pattern.text() + suffix).match(path).isPresent()));
  }

  /** Derivatives compress it as they like, and add the suffix. */
  private Optional<Match> initramfs(Layout layout, Map<String, String> values) throws IOException {
    String path = layout.initramfs().with(values).usual().text();
    for (String suffix : COMPRESSED) {
      List<Match> found = new PathPattern(path + suffix).find(tree);
      if (!found.isEmpty()) {
        return Optional.of(found.getFirst());
      }
    }
    return Optional.empty();
  }

  private static List<String> notTaken(Match taken, List<Match> kernels) {
    List<String> others =
        kernels.stream()
            .filter(kernel -> !kernel.equals(taken))
            .map(kernel -> PrintableText.of(kernel.path()))
            .toList();
    return others.isEmpty()
        ? List.of()
        : List.of(
            "took the kernel "
                + PrintableText.of(taken.path())
                + ", and not "
                + String.join(" or ", others.stream().limit(MAX_NAMED).toList())
                + (others.size() > MAX_NAMED ? " or others" : ""));
  }

  /** The root file system, which some layouts do not have; empty if it is missing. */
  private Optional<List<Named>> root(Layout layout, Map<String, String> values) throws IOException {
    return switch (layout.root()) {
      case Layout.Root.None() -> Optional.of(List.of());
      case Layout.Root.InTree(PathPattern pattern) -> fileOf(pattern, values);
      case Layout.Root.WrappedFile(PathPattern pattern) -> fileOf(pattern, values);
      case Layout.Root.WholeIso(String servedAs) ->
          tree.iso().map(iso -> List.of(new Named(servedAs, iso)));
      case Layout.Root.WrappedIso(String path) ->
          tree.iso().map(iso -> List.of(new Named(path, iso)));
    };
  }

  private Optional<List<Named>> fileOf(PathPattern pattern, Map<String, String> values)
      throws IOException {
    List<Match> found = pattern.with(values).usual().find(tree);
    boolean isOneOfSeveral = found.size() > 1 && !values.containsKey(PathPattern.STAR);
    return isOneOfSeveral
        ? Optional.empty()
        : found.stream().findFirst().map(match -> List.of(new Named(match.path(), match.file())));
  }

  private LiveSystem system(Found found, List<Named> root, List<String> notes) throws IOException {
    boolean appended = found.preset().root() instanceof RootSource.Appended;
    boolean wrapped =
        found.layout().root() instanceof Layout.Root.WrappedIso
            || found.layout().root() instanceof Layout.Root.WrappedFile;
    List<Named> payloads = new ArrayList<>(appended || wrapped ? List.of() : root);
    StringBuilder arguments = new StringBuilder(found.preset().arguments(found.values()));
    for (Companion companion : found.layout().companions()) {
      List<Match> matches =
          companion.pattern().with(valuesFor(companion, found)).usual().find(tree);
      matches.forEach(match -> payloads.add(new Named(match.path(), match.file())));
      if (!matches.isEmpty() && !companion.arguments().isEmpty()) {
        arguments.append(' ').append(companion.arguments());
      }
    }
    List<String> all = new ArrayList<>(notes);
    if (wrapped) {
      all.add(
          "%s becomes an initrd of %s: machines need more than twice that memory"
              .formatted(root.getFirst().name(), Sizes.text(root.getFirst().file().length())));
    }
    return new LiveSystem(
        Optional.of(found.preset()),
        found.kernel(),
        Optional.of(found.initrds().initramfs()),
        found.initrds().early(),
        appended ? root.stream().map(Named::file).findFirst() : Optional.empty(),
        payloads,
        found.initrds().extras(),
        wrapped ? root : List.of(),
        MediumArguments.forNetwork(found.preset(), arguments.toString(), found.menuArguments()),
        Optional.empty(),
        all);
  }

  /** The names of companions in other directories have nothing in common with the kernel's. */
  private static Map<String, String> valuesFor(Companion companion, Found found) {
    Map<String, String> values = new HashMap<>(found.values());
    if (companion.pattern().directory().contains("*")) {
      values.remove(PathPattern.STAR);
    }
    return values;
  }
}
