package org.pairboot.artifacts.format.preset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.format.cpio.NewcEntry;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor;
import org.pairboot.artifacts.format.initramfs.InitramfsWalker;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.preset.Layout.Companion;
import org.pairboot.artifacts.format.preset.LiveSystemFinder.LiveSystem.Named;
import org.pairboot.artifacts.format.preset.PathPattern.Match;
import org.pairboot.artifacts.format.preset.Preset.RootSource;
import org.pairboot.artifacts.text.PrintableText;

/** Finds the live system in an ISO, or in a directory with the files of one. */
public final class LiveSystemFinder {
  /** Of kernels that were not taken, in a note. */
  private static final int MAX_NAMED = 5;

  private static final List<String> COMPRESSED = List.of("", ".lz", ".lz4", ".gz", ".xz", ".zst");

  private final FileTree tree;

  private LiveSystemFinder(FileTree tree) {
    this.tree = tree;
  }

  /** An ISO or a directory has no live system that can be imported. The message says why. */
  public static final class UnknownSystemException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownSystemException(String message) {
      super(message);
    }
  }

  /**
   * Finds the live system in {@code path}.
   *
   * @param expected the system to look for; any if empty
   * @throws UnknownSystemException if there is none that can be imported
   * @throws org.pairboot.artifacts.format.input.BadImageException if the ISO is incomplete or
   *     malformed
   */
  public static LiveSystem find(Path path, Optional<Preset> expected)
      throws UnknownSystemException, IOException {
    try (FileTree tree = FileTree.open(path)) {
      LiveSystemFinder finder = new LiveSystemFinder(tree);
      return expected.isPresent() ? finder.find(expected.get()) : finder.findAny();
    }
  }

  /**
   * The known system that {@code initramfs} belongs to, by the files in it. Reads all of it.
   *
   * @throws org.pairboot.artifacts.format.input.BadImageException if it is not a sound initramfs
   */
  public static Optional<Preset> presetOf(ImageFile initramfs) throws IOException {
    Set<Preset> found = new HashSet<>();
    InitramfsVisitor visitor =
        new InitramfsVisitor() {
          @Override
          public void entry(Member.Start member, NewcEntry entry, InputStream data) {
            String path = entry.path();
            Stream.of(Preset.values())
                .filter(preset -> preset.markers().contains(path))
                .forEach(found::add);
          }
        };
    InitramfsWalker.walk(initramfs, visitor, done -> {});
    return Stream.of(Preset.values()).filter(found::contains).findFirst();
  }

  private LiveSystem findAny() throws UnknownSystemException, IOException {
    CoreosIso coreos = new CoreosIso(tree);
    if (coreos.hasTypicalFile()) {
      return coreos.system();
    }
    for (Preset preset : Preset.values()) {
      Optional<LiveSystem> found = findByLayouts(preset);
      if (found.isPresent()) {
        return found.get();
      }
    }
    if (coreos.hasTypicalLabel()) {
      throw coreos.refusal();
    }
    throw new UnknownSystemException(
        tree.name()
            + " contains none of the known live systems ("
            + Stream.of(Preset.values()).map(Preset::term).collect(Collectors.joining(", "))
            + ")"
            + (tree.label().isEmpty()
                ? ""
                : "; its volume name is '" + PrintableText.of(tree.label()) + "'")
            + ": extract its files and import them with --kernel, --initramfs and --rootfs");
  }

  private LiveSystem find(Preset preset) throws UnknownSystemException, IOException {
    if (preset == Preset.FEDORA_COREOS) {
      return new CoreosIso(tree).system();
    }
    Optional<LiveSystem> found = findByLayouts(preset);
    if (found.isEmpty()) {
      throw new UnknownSystemException(
          tree.name() + " does not have the files of " + preset.term() + ": " + files(preset));
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

  /** The system, by the first layout of {@code preset} whose files exist. */
  private Optional<LiveSystem> findByLayouts(Preset preset) throws IOException {
    for (Layout layout : preset.layouts()) {
      Optional<LiveSystem> found = find(preset, layout);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<LiveSystem> find(Preset preset, Layout layout) throws IOException {
    List<Match> kernels = layout.kernel().find(tree).stream().sorted(new KernelOrder()).toList();
    for (Match kernel : kernels) {
      Optional<Match> initramfs = initramfs(layout, kernel);
      Optional<List<Named>> root = root(layout, kernel);
      if (initramfs.isPresent() && root.isPresent()) {
        return Optional.of(
            system(preset, layout, kernel, initramfs.get(), root.get(), notTaken(kernel, kernels)));
      }
    }
    return Optional.empty();
  }

  /** Derivatives compress it as they like, and add the suffix. */
  private Optional<Match> initramfs(Layout layout, Match kernel) throws IOException {
    String path = layout.initramfs().with(kernel.star()).text();
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
  private Optional<List<Named>> root(Layout layout, Match kernel) throws IOException {
    return switch (layout.root()) {
      case Layout.Root.None() -> Optional.of(List.of());
      case Layout.Root.InTree(PathPattern pattern) ->
          pattern.with(kernel.star()).find(tree).stream()
              .findFirst()
              .map(match -> List.of(new Named(match.path(), match.file())));
      case Layout.Root.WholeIso(String servedAs) ->
          tree.iso().map(iso -> List.of(new Named(servedAs, iso)));
    };
  }

  private LiveSystem system(
      Preset preset,
      Layout layout,
      Match kernel,
      Match initramfs,
      List<Named> root,
      List<String> notes)
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
        appended ? root.stream().map(Named::file).findFirst() : Optional.empty(),
        payloads,
        List.of(),
        arguments.toString(),
        notes);
  }

  /** The names of companions in other directories have nothing in common with the kernel's. */
  private static String starFor(Companion companion, Match kernel) {
    return companion.pattern().directory().contains("*") ? "*" : kernel.star();
  }

  /**
   * A live system and its files.
   *
   * @param rootfs the rootfs of a pair
   * @param payloads what the initramfs fetches by URL, the root file system first
   * @param extras further initrds
   * @param arguments kernel arguments, an {@link org.pairboot.artifacts.content.ArgumentTemplate}
   * @param notes for the user, one line each
   */
  public record LiveSystem(
      Preset preset,
      ImageFile kernel,
      ImageFile initramfs,
      Optional<ImageFile> rootfs,
      List<Named> payloads,
      List<Named> extras,
      String arguments,
      List<String> notes) {
    public LiveSystem {
      payloads = List.copyOf(payloads);
      extras = List.copyOf(extras);
      notes = List.copyOf(notes);
    }

    /** A file, and the name under which it is served. */
    public record Named(String name, ImageFile file) {}
  }
}
