package org.pairboot.artifacts.format.split;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.format.cpio.NewcEntry;
import org.pairboot.artifacts.format.cpio.NewcWriter;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor;
import org.pairboot.artifacts.format.initramfs.InitramfsWalker;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.FileSystemType;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.live.InitramfsFacts.MemberContents;
import org.pairboot.artifacts.format.live.LiveRole;
import org.pairboot.artifacts.format.live.RootfsFacts.RootFile;
import org.pairboot.artifacts.format.live.Version;
import org.pairboot.artifacts.format.streamhash.StreamHash;

/**
 * Makes a pair of an image from before the split (September 2019 to September 2020).
 *
 * <p>Members without anything of the rootfs stay as they are, byte for byte. Members with nothing
 * else go. Of a mixed member, the other entries stay, as an uncompressed archive in its place. At
 * the end comes a new member with the version and the stream-hash; for the kernel and for
 * coreos-installer the last copy of a file counts, so an older one need not be cut out.
 *
 * <p>What {@link SplitOutput} has heard already is not unpacked again, and members that stay are
 * not unpacked at all. The same image and version give the same bytes.
 */
final class FatSplitter {
  private static final String DIGEST_PREFIX = "sha256-";
  private static final int DIGEST_DIGITS = 12;

  private static final Taker NOBODY = (_, _) -> {};

  private final ImageFile image;
  private final InitramfsFacts facts;
  private final RootFile root;
  private final SplitOutput draft;

  FatSplitter(ImageFile image, InitramfsFacts facts, RootFile root, SplitOutput draft) {
    this.image = image;
    this.facts = facts;
    this.root = root;
    this.draft = draft;
  }

  /** Takes files out of the image. What it does not read of one is passed over. */
  @FunctionalInterface
  private interface Taker {
    void take(NewcEntry entry, InputStream data) throws IOException;
  }

  Splitter.Result split(Optional<String> given, LongConsumer progress) throws IOException {
    given.ifPresent(FatSplitter::checkVersion);
    if (root.type() == FileSystemType.UNKNOWN) {
      throw new BadImageException(
          image.name(),
          facts.members().get(root.member()).member().offset(),
          root.name() + " in it has the magic of neither squashfs nor erofs");
    }
    Optional<String> known = given.or(facts::version);
    SplitOutput.Paths paths = draft.paths();
    OutputFiles outputs = draft.outputs();
    RootfsBuilder rootfs = draft.rootfs();
    Taker missing = draft.isWhole() ? NOBODY : takerOf(rootfs);
    try (FileChannel source = FileChannel.open(image.path(), StandardOpenOption.READ)) {
      FileChannel initramfsFile = outputs.create(paths.initramfs());
      InitramfsBuilder initramfs = new InitramfsBuilder(source, image, initramfsFile, progress);
      List<String> notes = new ArrayList<>();
      for (MemberContents contents : facts.members()) {
        switch (fate(contents)) {
          case KEEP -> initramfs.keep(contents.member());
          case MOVE -> {
            if (!draft.isWhole()) {
              unpack(contents.member(), missing, NOBODY, progress);
            }
          }
          case DIVIDE -> {
            divide(contents.member(), initramfs, missing, progress);
            notes.add(divided(contents.member()));
          }
        }
      }
      String version = known.isPresent() ? known.get() : versionOfRoot(rootfs);
      StreamHash hash = rootfs.finish(version);
      initramfs.finish(version, hash, root.mtime());
      progress.accept(image.length());
      outputs.keep();
      fetchNote().ifPresent(notes::add);
      return new Splitter.Result(
          version,
          paths.initramfs(),
          paths.rootfs(),
          Optional.empty(),
          hash,
          Optional.empty(),
          notes);
    }
  }

  private static Taker takerOf(RootfsBuilder rootfs) {
    return (entry, data) -> {
      if (LiveRole.of(entry) == LiveRole.ROOT) {
        rootfs.root(entry, data);
      } else {
        rootfs.osmet(entry, data);
      }
    };
  }

  private static String versionOfRoot(RootfsBuilder rootfs) throws IOException {
    return DIGEST_PREFIX + rootfs.rootDigest().hex().substring(0, DIGEST_DIGITS);
  }

  private static void checkVersion(String version) {
    if (!Version.isValid(version)) {
      throw new IllegalArgumentException(
          "not a version (1 to 128 printable ASCII characters without blanks): " + version);
    }
  }

  private enum Fate {
    KEEP,
    MOVE,
    DIVIDE
  }

  private static Fate fate(MemberContents contents) {
    if (contents.has(LiveRole.OTHER)) {
      return contents.hasPayload() ? Fate.DIVIDE : Fate.KEEP;
    }
    // A member with old cookies alone goes too: the new one has them all.
    return contents.hasPayload() || contents.has(LiveRole.INITRAMFS_COOKIE) ? Fate.MOVE : Fate.KEEP;
  }

  private void divide(
      Member member, InitramfsBuilder initramfs, Taker payload, LongConsumer progress)
      throws IOException {
    OutputStream out = initramfs.startMember();
    NewcWriter rest = new NewcWriter(out);
    unpack(
        member, payload, (entry, data) -> rest.copy(entry.name(), entry.header(), data), progress);
    rest.finish();
    out.flush();
  }

  /**
   * Hands what {@code member} holds of the rootfs to {@code payload}, and all else to the other.
   */
  private void unpack(Member member, Taker payload, Taker rest, LongConsumer progress)
      throws IOException {
    InitramfsVisitor visitor =
        new InitramfsVisitor() {
          @Override
          public void entry(Member.Start start, NewcEntry entry, InputStream data)
              throws IOException {
            switch (LiveRole.of(entry)) {
              case ROOT, OSMET -> payload.take(entry, data);
              case PARENT, OTHER -> rest.take(entry, data);
              case ROOTFS_COOKIE, INITRAMFS_COOKIE -> {
                // written anew
              }
            }
          }
        };
    InitramfsWalker.walkMember(image, member, visitor, progress);
  }

  private static String divided(Member member) {
    return "the member at offset "
        + member.offset()
        + " held other files beside the rootfs; they are in an uncompressed member of the initramfs"
        + " now";
  }

  private Optional<String> fetchNote() {
    return switch (facts.fetch()) {
      case NONE ->
          Optional.of(
              "this initramfs cannot fetch its rootfs by URL: boot it with the rootfs appended");
      case GZIPPED ->
          Optional.of(
              "this initramfs can fetch only a gzipped rootfs by URL: boot it with the rootfs"
                  + " appended");
      case ANY -> Optional.empty();
    };
  }
}
