package org.pairboot.artifacts.format.live;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor.Finding;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.initramfs.UnpackLimit;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.InitramfsFacts.MemberContents;
import org.pairboot.artifacts.format.live.InitramfsFacts.PayloadListener;

/**
 * What a rootfs shows about itself.
 *
 * @param length of the file in bytes
 * @param members in order; a sound rootfs has one
 * @param findings where the kernel would stop unpacking it
 * @param version in its cookie
 * @param rootFile the root file system
 */
public record RootfsFacts(
    long length,
    List<Member> members,
    List<Finding> findings,
    Optional<String> version,
    Optional<RootFile> rootFile) {
  /** The offset of the root file system in every uncompressed rootfs, which ISOs rely on. */
  public static final long ROOT_DATA_OFFSET = 124;

  /** The length of a stub; see {@link #isStub}. */
  private static final long STUB_LENGTH = 1 << 20;

  public RootfsFacts {
    members = List.copyOf(members);
    findings = List.copyOf(findings);
  }

  /**
   * Reads {@code file}; if it is uncompressed, without the data of the files in it.
   *
   * @throws org.pairboot.artifacts.format.input.BadImageException if it is not a sound initrd
   */
  public static RootfsFacts of(ImageFile file, LongConsumer progress) throws IOException {
    return of(file, UnpackLimit.ANY, progress);
  }

  /** The same, and fails when the file unpacks to more than {@code limit} allows. */
  public static RootfsFacts of(ImageFile file, UnpackLimit limit, LongConsumer progress)
      throws IOException {
    return of(FactsCollector.walk(file, limit, PayloadListener.NONE, progress).initramfs());
  }

  /** The facts of a file that was read as an initramfs. */
  public static RootfsFacts of(InitramfsFacts facts) {
    List<RootFile> roots = facts.rootFiles();
    return new RootfsFacts(
        facts.length(),
        facts.members().stream().map(MemberContents::member).toList(),
        facts.findings(),
        facts.rootfsCookie(),
        roots.isEmpty() ? Optional.empty() : Optional.of(roots.getLast()));
  }

  /**
   * Whether it is a single cpio archive: the script that fetches a rootfs by URL unpacks only the
   * first.
   */
  public boolean isSingleArchive() {
    return members.size() == 1 && members.getFirst().archives() == 1;
  }

  /** Whether it is gzipped, as between 2020-07-27 and 2020-08-07. */
  public boolean isGzipped() {
    return !members.isEmpty() && members.getFirst().compression() == Compression.GZIP;
  }

  /**
   * Whether it is a stub as published with fat images from August to October 2020: 1 MiB with a
   * cookie and without a root file system.
   */
  public boolean isStub() {
    return length == STUB_LENGTH && version.isPresent() && rootFile.isEmpty();
  }

  /**
   * The root file system in an image.
   *
   * @param name {@code root.squashfs} or {@code root.erofs}
   * @param member the index of the member that contains it
   * @param compression how that member is compressed
   * @param dataOffset where its data starts: in the image if the member is uncompressed, else in
   *     its unpacked bytes
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
