package org.pairboot.artifacts.format.live;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor.Finding;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.InitramfsFacts.MemberContents;
import org.pairboot.artifacts.format.live.InitramfsFacts.PayloadListener;

/**
 * What a rootfs says about itself.
 *
 * @param length of the file in bytes
 * @param members in order; one in a sound rootfs
 * @param findings where the kernel would stop unpacking it
 * @param version what its cookie says
 * @param rootFile the root file system
 */
public record RootfsFacts(
    long length,
    List<Member> members,
    List<Finding> findings,
    Optional<String> version,
    Optional<RootFile> rootFile) {
  /**
   * Where the data of the root file system starts in every uncompressed rootfs; ISOs rely on it.
   */
  public static final long ROOT_DATA_OFFSET = 124;

  /** The length of a stub; see {@link #isStub}. */
  private static final long STUB_LENGTH = 1 << 20;

  public RootfsFacts {
    members = List.copyOf(members);
    findings = List.copyOf(findings);
  }

  /**
   * Reads {@code file}, without the data of files where it is uncompressed.
   *
   * @throws org.pairboot.artifacts.format.input.BadImageException when it is no sound initrd
   */
  public static RootfsFacts of(ImageFile file, LongConsumer progress) throws IOException {
    return of(FactsCollector.walk(file, PayloadListener.NONE, progress).initramfs());
  }

  /** The same facts of a file that was read as an initramfs. */
  public static RootfsFacts of(InitramfsFacts facts) {
    List<RootFile> roots = facts.rootFiles();
    return new RootfsFacts(
        facts.length(),
        facts.members().stream().map(MemberContents::member).toList(),
        facts.findings(),
        facts.rootfsCookie(),
        roots.isEmpty() ? Optional.empty() : Optional.of(roots.getLast()));
  }

  /** Whether all of it is one cpio archive: what fetches a rootfs by URL unpacks only the first. */
  public boolean isSingleArchive() {
    return members.size() == 1 && members.getFirst().archives() == 1;
  }

  /** Whether it is gzipped, as between 2020-07-27 and 2020-08-07. */
  public boolean isGzipped() {
    return !members.isEmpty() && members.getFirst().compression() == Compression.GZIP;
  }

  /**
   * Whether it is a stub as it was published beside fat images in August to October 2020: 1 MiB
   * with a cookie, and no root file system.
   */
  public boolean isStub() {
    return length == STUB_LENGTH && version.isPresent() && rootFile.isEmpty();
  }

  /**
   * The root file system in an image.
   *
   * @param name {@code root.squashfs} or {@code root.erofs}
   * @param member the index of the member that holds it
   * @param compression how that member is compressed
   * @param dataOffset where its data starts: from the start of the image in an uncompressed member,
   *     of the unpacked bytes in a compressed one
   * @param size its length in bytes
   * @param mtime its time stamp, in seconds since 1970
   */
  public record RootFile(
      String name,
      int member,
      Compression compression,
      long dataOffset,
      long size,
      long mtime,
      FileSystemType type) {}
}
