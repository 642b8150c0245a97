package org.pairboot.artifacts.format.split;

import java.util.Optional;
import org.pairboot.artifacts.format.cpio.NewcWriter;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.InitramfsFacts;

/**
 * Where the parts of {@code cat initramfs rootfs [more...]} are. NULs in front of the rootfs stay
 * with the initramfs. An uncompressed rootfs ends where GNU cpio's padding to 512 ends; the members
 * behind it are the extra initrd.
 */
record ConcatenatedLayout(ByteRange initramfs, ByteRange rootfs, Optional<ByteRange> extra) {

  /**
   * The layout of {@code image}, whose facts say that {@code rootfs} is the rootfs in it.
   *
   * @throws BadImageException when the rootfs is truncated
   */
  static ConcatenatedLayout of(ImageFile image, InitramfsFacts facts, Member rootfs)
      throws BadImageException {
    Optional<Long> next = startBehind(rootfs, facts);
    return new ConcatenatedLayout(
        new ByteRange(0, rootfs.offset()),
        new ByteRange(rootfs.offset(), end(image, rootfs, next.orElse(image.length()))),
        next.map(start -> new ByteRange(start, image.length())));
  }

  private static Optional<Long> startBehind(Member rootfs, InitramfsFacts facts) {
    int index = rootfs.index() + 1;
    return index < facts.members().size()
        ? Optional.of(facts.members().get(index).member().offset())
        : Optional.empty();
  }

  private static long end(ImageFile image, Member rootfs, long next) throws BadImageException {
    if (rootfs.compression() != Compression.NONE) {
      return rootfs.end();
    }
    if (!rootfs.complete()) {
      throw new BadImageException(
          image.name(),
          rootfs.offset(),
          "the rootfs at offset " + rootfs.offset() + " has no end mark, so it is truncated");
    }
    long blocks = Math.ceilDiv(rootfs.length(), NewcWriter.BLOCK);
    // Other programs than GNU cpio pad less: then only NULs that are there can belong to it.
    return Math.min(rootfs.offset() + blocks * NewcWriter.BLOCK, next);
  }
}
