package org.pairboot.artifacts.format.preset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.format.bootmenu.BootMenu;
import org.pairboot.artifacts.format.bootmenu.MenuEntry;
import org.pairboot.artifacts.format.cpio.NewcEntry;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor;
import org.pairboot.artifacts.format.initramfs.InitramfsWalker;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.preset.LayoutFinder.Initrds;
import org.pairboot.artifacts.text.PrintableText;

/**
 * Finds the live system in an ISO, or in a directory with the files of one: by the medium's own
 * boot menu, and where it has none that tells, by the places in which known systems have their
 * files.
 */
public final class LiveSystemFinder {
  /** Of other entries, in a note or a message. */
  private static final int MAX_NAMED = 5;

  /** Entries for bad days, and for few users, by their titles and arguments. */
  private static final Pattern SPECIAL =
      Pattern.compile(
          "(?i)\\b(rescue|recover|repair|check|verif|test|fail-?safe|safe|basic|nomodeset|speech"
              + "|accessib|braille|debug|troubleshoot|persisten|forensic|toram|single|emergency"
              + "|rd\\.live\\.check|inst\\.rescue)");

  /** Debian's installer for drives, which has other initrds than that for the network. */
  private static final Pattern DEBIAN_INSTALLER =
      Pattern.compile("(.*/)?(install|d-i)[^/]*/(gtk/|gnome/)?initrd\\.gz");

  private final FileTree tree;
  private final LayoutFinder layouts;

  private LiveSystemFinder(FileTree tree) {
    this.tree = tree;
    this.layouts = new LayoutFinder(tree);
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
   * @param entry the title of an entry of its boot menu; empty: the first one for everyday use
   * @throws UnknownSystemException if there is none that can be imported
   * @throws org.pairboot.artifacts.format.input.BadImageException if the ISO is incomplete or
   *     malformed
   */
  public static LiveSystem find(Path path, Optional<Preset> expected, Optional<String> entry)
      throws UnknownSystemException, IOException {
    try (FileTree tree = FileTree.open(path)) {
      LiveSystemFinder finder = new LiveSystemFinder(tree);
      List<Preset> presets = expected.map(List::of).orElse(List.of(Preset.values()));
      LiveSystem found =
          entry.isPresent()
              ? finder.findByEntry(entry.get(), presets)
              : finder.find(presets, expected);
      return found.of(MediumRelease.of(tree));
    }
  }

  /**
   * The entries of the boot menus in {@code path} whose files are there, best first.
   *
   * @throws org.pairboot.artifacts.format.input.BadImageException if the ISO is incomplete or
   *     malformed
   */
  public static List<MenuEntry> entries(Path path) throws IOException {
    try (FileTree tree = FileTree.open(path)) {
      return new LiveSystemFinder(tree).entries();
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

  private List<MenuEntry> entries() throws IOException {
    List<MenuEntry> found = new ArrayList<>();
    for (MenuEntry entry : BootMenu.entries(tree)) {
      if (tree.file(entry.kernel()).isPresent()) {
        found.add(entry);
      }
    }
    found.sort(Comparator.comparing(LiveSystemFinder::isSpecial));
    return found;
  }

  private static boolean isSpecial(MenuEntry entry) {
    return SPECIAL.matcher(entry.title() + " " + entry.arguments()).find()
        || KernelOrder.isVirtual(entry.kernel());
  }

  private LiveSystem find(List<Preset> presets, Optional<Preset> expected)
      throws UnknownSystemException, IOException {
    CoreosIso coreos = new CoreosIso(tree);
    boolean isCoreos =
        expected.isPresent() ? expected.get() == Preset.FEDORA_COREOS : coreos.hasTypicalFile();
    if (isCoreos) {
      return coreos.system();
    }
    List<MenuEntry> entries = entries();
    for (MenuEntry entry : entries) {
      Optional<LiveSystem> found = byEntry(entry, presets);
      if (found.isPresent()) {
        return withNote(found.get(), entry, entries);
      }
    }
    for (Preset preset : presets) {
      Optional<LiveSystem> found = layouts.find(preset);
      if (found.isPresent()) {
        return found.get();
      }
    }
    for (Preset preset : presets) {
      if (layouts.lacksOnlyTheIso(preset)) {
        throw new UnknownSystemException(
            "%s is an unpacked ISO of %s (%s), which takes a whole ISO over the network; give the ISO itself to --iso"
                .formatted(tree.name(), preset.term(), preset.title()));
      }
    }
    throw expected.isPresent() ? lacks(expected.get()) : unknown(coreos, entries);
  }

  private Optional<LiveSystem> byEntry(MenuEntry entry, List<Preset> presets) throws IOException {
    for (Preset preset : presets) {
      Optional<LiveSystem> found = layouts.find(preset, entry);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** By the entry that the user names, which may be none of a known system. */
  private LiveSystem findByEntry(String title, List<Preset> presets)
      throws UnknownSystemException, IOException {
    List<MenuEntry> entries = entries();
    MenuEntry entry = named(title, entries);
    Optional<LiveSystem> known = byEntry(entry, presets);
    if (known.isPresent()) {
      return withNote(known.get(), entry, entries);
    }
    refuseDebianInstaller(entry);
    Optional<Initrds> initrds = layouts.initrds(entry);
    if (initrds.isEmpty() && !entry.initrds().isEmpty()) {
      throw new UnknownSystemException(
          "%s lacks the initrd of '%s': %s"
              .formatted(tree.name(), entry.title(), String.join(", ", entry.initrds())));
    }
    LiveSystem asItIs =
        new LiveSystem(
            Optional.empty(),
            tree.file(entry.kernel()).orElseThrow(),
            initrds.map(Initrds::initramfs),
            initrds.map(Initrds::early).orElse(List.of()),
            Optional.empty(),
            List.of(),
            initrds.map(Initrds::extras).orElse(List.of()),
            List.of(),
            MediumArguments.forNetwork(entry.arguments()),
            Optional.empty(),
            List.of());
    return withNote(asItIs, entry, entries);
  }

  private MenuEntry named(String title, List<MenuEntry> entries) throws UnknownSystemException {
    String wanted = title.toLowerCase(Locale.ROOT);
    List<MenuEntry> matches =
        entries.stream()
            .filter(entry -> entry.title().toLowerCase(Locale.ROOT).startsWith(wanted))
            .toList();
    Optional<MenuEntry> exact =
        matches.stream().filter(entry -> entry.title().equalsIgnoreCase(title)).findFirst();
    if (exact.isPresent() || matches.size() == 1) {
      return exact.orElseGet(matches::getFirst);
    }
    if (entries.isEmpty()) {
      throw new UnknownSystemException(
          tree.name() + " has no boot menu that could be read; leave out --entry");
    }
    throw new UnknownSystemException(
        "%s has %s entry '%s' in its boot menu; there are %s"
            .formatted(
                tree.name(),
                matches.isEmpty() ? "no" : "more than one",
                PrintableText.of(title),
                titles(matches.isEmpty() ? entries : matches)));
  }

  private static LiveSystem withNote(LiveSystem system, MenuEntry entry, List<MenuEntry> entries) {
    List<MenuEntry> others = entries.stream().filter(other -> !other.equals(entry)).toList();
    return system.withNote(
        "took the entry '%s' of its boot menu%s"
            .formatted(
                entry.title(),
                others.isEmpty()
                    ? ""
                    : ", and not " + titles(others) + "; --entry takes another one"));
  }

  private static String titles(List<MenuEntry> entries) {
    return entries.stream()
            .limit(MAX_NAMED)
            .map(entry -> "'" + entry.title() + "'")
            .collect(Collectors.joining(", "))
        + (entries.size() > MAX_NAMED ? " and " + (entries.size() - MAX_NAMED) + " more" : "");
  }

  private UnknownSystemException lacks(Preset preset) {
    String files =
        preset.layouts().stream()
            .map(layout ->
                layout.kernel()
                    + ", "
                    + layout.initramfs()
                    + layout.rootPattern().map(root -> ", " + root).orElse(""))
            .distinct()
            .collect(Collectors.joining("; or "));
    return new UnknownSystemException(
        tree.name() + " does not have the files of " + preset.term() + ": " + files);
  }

  private UnknownSystemException unknown(CoreosIso coreos, List<MenuEntry> entries)
      throws UnknownSystemException, IOException {
    if (coreos.hasTypicalLabel()) {
      throw coreos.refusal();
    }
    for (MenuEntry entry : entries) {
      refuseDebianInstaller(entry);
    }
    String label =
        tree.label().isEmpty()
            ? ""
            : "; its volume name is '" + PrintableText.of(tree.label()) + "'";
    String remedy =
        entries.isEmpty()
            ? ": extract its files and import them with --kernel, --initramfs and --rootfs"
            : ": --entry imports an entry of its boot menu with kernel and initrds alone, if these"
                + " need nothing else from the medium; there are "
                + titles(entries);
    return new UnknownSystemException(
        tree.name()
            + " contains none of the known live systems ("
            + Stream.of(Preset.values()).map(Preset::term).collect(Collectors.joining(", "))
            + ")"
            + label
            + remedy);
  }

  private void refuseDebianInstaller(MenuEntry entry) throws UnknownSystemException {
    if (entry.initrds().stream().anyMatch(DEBIAN_INSTALLER.asMatchPredicate())) {
      throw new UnknownSystemException(
          "%s starts Debian's installer for drives ('%s'), which would look for a CD; import the one for the network: --from debian-installer, or 'linux' and 'initrd.gz' below images/netboot of the same release"
              .formatted(tree.name(), entry.title()));
    }
  }
}
