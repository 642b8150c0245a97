package org.pairboot.artifacts.format.split;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import org.pairboot.artifacts.format.live.LivePaths.LiveRole;
import org.pairboot.artifacts.format.live.RootfsFacts.RootFile;
import org.pairboot.artifacts.format.live.Version;
import org.pairboot.artifacts.format.streamhash.StreamHash;

/**
 * Makes a pair of an image from before the split (September 2019 to September 2020).
 *
 * <p>Members with nothing of the rootfs are copied byte for byte. Members with nothing else are
 * moved to the rootfs. A member with both is divided: its other entries stay in its place, as an
 * uncompressed archive. A new last member has the version and the stream-hash. For the kernel and
 * coreos-installer, the last copy of a file counts, so an older one may stay.
 *
 * <p>Whatever {@link SplitOutput} has written during the first walk is not unpacked again, and
 * copied members are not unpacked at all. The same image and version give the same bytes.
 */
final class FatSplitter {
  private static final String DIGEST_PREFIX = "sha256-";
  private static final int DIGEST_DIGITS = 12;

  private static final EntrySink SKIP = (_, _) -> {};

  private final ImageFile image;
  private final InitramfsFacts facts;
  private final RootFile root;
  private final SplitOutput output;

  FatSplitter(ImageFile image, InitramfsFacts facts, RootFile root, SplitOutput output) {
    this.image = image;
    this.facts = facts;
    this.root = root;
    this.output = output;
  }

  Splitter.Result split(Optional<String> requestedVersion, LongConsumer progress)
      throws IOException {
    requestedVersion.ifPresent(FatSplitter::checkVersion);
    checkRootFile();
    List<String> notes = new ArrayList<>();
    RootfsBuilder rootfs = output.rootfs();
    EntrySink payload = output.isComplete() ? SKIP : toRootfs(rootfs);
    try (ImageCopier copier = new ImageCopier(image, progress)) {
      InitramfsBuilder initramfs =
          new InitramfsBuilder(copier, output.files().create(output.paths().initramfs()));
      for (MemberContents contents : facts.members()) {
        Member member = contents.member();
        switch (Action.of(contents)) {
          case COPY -> initramfs.copy(member);
          case MOVE -> {
            if (!output.isComplete()) {
              unpack(member, payload, SKIP, progress);
            }
          }
          case DIVIDE -> {
            divide(member, initramfs, payload, progress);
            notes.add(
                "the member at offset "
                    + member.offset()
                    + " contained other files besides the rootfs; they are now in an uncompressed"
                    + " member of the initramfs");
          }
        }
      }
      Optional<String> known = requestedVersion.or(facts::version);
      String version = known.isPresent() ? known.get() : digestVersion(rootfs);
      StreamHash hash = rootfs.finish(version);
      initramfs.finish(version, hash, root.mtime());
      progress.accept(image.length());
      output.files().keep();
      fetchNote().ifPresent(notes::add);
      return new Splitter.Result(
          version,
          output.paths().initramfs(),
          output.paths().rootfs(),
          Optional.empty(),
          hash,
          Optional.empty(),
          notes);
    }
  }

  private static void checkVersion(String version) {
    if (!Version.isValid(version)) {
      throw new IllegalArgumentException(
          "invalid version '" + version + "'; expected 1 to 128 printable ASCII characters");
    }
  }

  private void checkRootFile() throws BadImageException {
    if (root.type() == FileSystemType.UNKNOWN) {
      throw new BadImageException(
          image.name(),
          facts.members().get(root.member()).member().offset(),
          root.name() + " in it is neither a squashfs nor an erofs");
    }
  }

  /** What happens to a member. */
  private enum Action {
    COPY,
    MOVE,
    DIVIDE;

    static Action of(MemberContents contents) {
      if (contents.has(LiveRole.OTHER)) {
        return contents.hasPayload() ? DIVIDE : COPY;
      }
      // A member that only has old cookies goes too: the new member has them all.
      return contents.hasPayload() || contents.has(LiveRole.INITRAMFS_COOKIE) ? MOVE : COPY;
    }
  }

  /** Receives entries of the image. Data that it does not read is skipped. */
  @FunctionalInterface
  private interface EntrySink {
    void accept(NewcEntry entry, InputStream data) throws IOException;
  }

  private static EntrySink toRootfs(RootfsBuilder rootfs) {
    return (entry, data) -> {
      if (LiveRole.of(entry) == LiveRole.ROOT) {
        rootfs.root(entry, data);
      } else {
        rootfs.osmet(entry, data);
      }
    };
  }

  private void divide(
      Member member, InitramfsBuilder initramfs, EntrySink payload, LongConsumer progress)
      throws IOException {
    OutputStream out = initramfs.startMember();
    NewcWriter rest = new NewcWriter(out);
    unpack(
        member, payload, (entry, data) -> rest.copy(entry.name(), entry.header(), data), progress);
    rest.finish();
    out.flush();
  }

  /** Passes entries that belong to the rootfs to {@code payload}, and others to {@code rest}. */
  private void unpack(Member member, EntrySink payload, EntrySink rest, LongConsumer progress)
      throws IOException {
    InitramfsVisitor visitor =
        new InitramfsVisitor() {
          @Override
          public void entry(Member.Start start, NewcEntry entry, InputStream data)
              throws IOException {
            switch (LiveRole.of(entry)) {
              case ROOT, OSMET -> payload.accept(entry, data);
              case PARENT, OTHER -> rest.accept(entry, data);
              case ROOTFS_COOKIE, INITRAMFS_COOKIE -> {
                // the new files have their own
              }
            }
          }
        };
    InitramfsWalker.walkMember(image, member, visitor, progress);
  }

  /** The version of an image that has none. */
  private static String digestVersion(RootfsBuilder rootfs) throws IOException {
    return DIGEST_PREFIX + rootfs.rootDigest().hex().substring(0, DIGEST_DIGITS);
  }

  private Optional<String> fetchNote() {
    return switch (facts.fetch()) {
      case NONE ->
          Optional.of(
              "this initramfs cannot fetch its rootfs by URL; boot it with the rootfs appended");
      case GZIPPED ->
          Optional.of(
              "this initramfs can only fetch a gzipped rootfs by URL; boot it with the rootfs"
                  + " appended");
      case ANY -> Optional.empty();
    };
  }
}
