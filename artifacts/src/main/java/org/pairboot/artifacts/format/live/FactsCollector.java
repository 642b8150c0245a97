package org.pairboot.artifacts.format.live;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.format.cpio.NewcEntry;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor.Finding;
import org.pairboot.artifacts.format.initramfs.InitramfsWalker;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.initramfs.UnpackLimit;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.InitramfsFacts.MemberContents;
import org.pairboot.artifacts.format.live.InitramfsFacts.PayloadListener;
import org.pairboot.artifacts.format.live.InitramfsFacts.RootfsFetch;
import org.pairboot.artifacts.format.live.InitramfsFacts.WantRootfs;
import org.pairboot.artifacts.format.live.LivePaths.LiveRole;
import org.pairboot.artifacts.format.live.RootfsFacts.RootFile;

/** Collects the {@link InitramfsFacts} of a file in one walk. */
final class FactsCollector implements InitramfsVisitor {
  /** Far above any sound text file: the stream-hash of a rootfs of 100 GiB has 3.2 MiB. */
  private static final int MAX_FILE = 4 << 20;

  /** A sound image has one; a few are listed to show what is wrong. */
  private static final int MAX_ROOT_FILES = 8;

  private final ImageFile file;
  private final PayloadListener listener;
  private final List<MemberContents> members = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<RootFile> rootFiles = new ArrayList<>();
  private final Map<String, byte[]> texts = new HashMap<>();
  private Map<LiveRole, Long> counts = new EnumMap<>(LiveRole.class);
  private boolean listsFeatures;
  private Optional<FirstBootConfig> firstBoot = Optional.empty();

  private FactsCollector(ImageFile file, PayloadListener listener) {
    this.file = file;
    this.listener = listener;
  }

  static FactsCollector walk(
      ImageFile file, UnpackLimit limit, PayloadListener listener, LongConsumer progress)
      throws IOException {
    FactsCollector collector = new FactsCollector(file, listener);
    InitramfsWalker.walk(file, limit, collector, progress);
    return collector;
  }

  @Override
  public void enter(Member.Start member) {
    counts = new EnumMap<>(LiveRole.class);
  }

  @Override
  public void entry(Member.Start member, NewcEntry entry, InputStream data) throws IOException {
    LiveRole role = LiveRole.of(entry);
    counts.merge(role, 1L, Long::sum);
    String path = entry.path();
    listsFeatures |= path.equals(LivePaths.FEATURES);
    firstBoot = firstBoot.or(() -> FirstBootConfig.of(entry));
    if (role == LiveRole.ROOT) {
      addRootFile(member, entry, data);
    } else if (role == LiveRole.OSMET) {
      listener.osmet(member, entry, data);
    } else if (role == LiveRole.INITRAMFS_COOKIE
        || role == LiveRole.ROOTFS_COOKIE
        || isText(entry, path)) {
      if (entry.size() > MAX_FILE) {
        throw new BadImageException(
            file.name(),
            member.offset(),
            path + " has " + entry.size() + " bytes; the limit is " + MAX_FILE);
      }
      // For the kernel, later entries win.
      texts.put(path, data.readAllBytes());
    }
  }

  private static boolean isText(NewcEntry entry, String path) {
    return entry.header().isRegular()
        && (LivePaths.FETCH_SCRIPTS.contains(path) || LivePaths.OS_RELEASES.contains(path));
  }

  private void addRootFile(Member.Start member, NewcEntry entry, InputStream data)
      throws IOException {
    if (rootFiles.size() == MAX_ROOT_FILES) {
      throw new BadImageException(
          file.name(),
          member.offset(),
          "contains more than " + MAX_ROOT_FILES + " root file systems");
    }
    byte[] start = data.readNBytes(FileSystemType.PROBE_LENGTH);
    rootFiles.add(
        new RootFile(
            entry.path(),
            member.index(),
            member.compression(),
            entry.dataOffset(),
            entry.size(),
            entry.header().mtime(),
            FileSystemType.of(start)));
    listener.root(member, entry, new SequenceInputStream(new ByteArrayInputStream(start), data));
  }

  @Override
  public void leave(Member member) {
    members.add(new MemberContents(member, counts));
  }

  @Override
  public void finding(Finding finding) {
    findings.add(finding);
  }

  InitramfsFacts initramfs() throws BadImageException {
    return new InitramfsFacts(
        file.length(),
        members,
        findings,
        cookie(LivePaths.INITRAMFS_COOKIE),
        wantRootfs(),
        fetch(),
        rootFiles,
        cookie(LivePaths.ROOTFS_COOKIE),
        osVersion(),
        listsFeatures,
        firstBoot);
  }

  private Optional<String> cookie(String path) throws BadImageException {
    byte[] text = texts.get(path);
    if (text == null) {
      return Optional.empty();
    }
    Optional<String> version = Version.ofCookie(text);
    if (version.isEmpty()) {
      throw new BadImageException(file.name(), 0, path + " in it does not contain a version");
    }
    return version;
  }

  private WantRootfs wantRootfs() {
    byte[] text = texts.get(LivePaths.WANT_ROOTFS);
    return text == null ? new WantRootfs.Absent() : WantRootfs.parse(text);
  }

  private RootfsFetch fetch() {
    return LivePaths.FETCH_SCRIPTS.stream()
        .filter(texts::containsKey)
        .findFirst()
        .map(path -> RootfsFetch.of(texts.get(path)))
        .orElse(RootfsFetch.NONE);
  }

  private Optional<String> osVersion() {
    return LivePaths.OS_RELEASES.stream()
        .filter(texts::containsKey)
        .flatMap(path -> Version.ofOsRelease(texts.get(path)).stream())
        .findFirst();
  }
}
