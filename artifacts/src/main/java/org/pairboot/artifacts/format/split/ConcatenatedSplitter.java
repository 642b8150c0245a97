package org.pairboot.artifacts.format.split;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.format.cpio.NewcWriter;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.live.InitramfsFacts.WantRootfs;
import org.pairboot.artifacts.format.split.SplitRanges.ByteRange;
import org.pairboot.artifacts.format.split.Splitter.UnmatchedHalvesException;
import org.pairboot.artifacts.format.streamhash.StreamHash;
import org.pairboot.artifacts.format.streamhash.StreamHasher;

/** Splits {@code cat initramfs rootfs [more...]} into its parts, byte for byte. */
final class ConcatenatedSplitter {
  private final ImageFile image;
  private final InitramfsFacts facts;
  private final Member rootfs;

  ConcatenatedSplitter(ImageFile image, InitramfsFacts facts, Member rootfs) {
    this.image = image;
    this.facts = facts;
    this.rootfs = rootfs;
  }

  Splitter.Result split(SplitOutput.Paths paths, LongConsumer progress) throws IOException {
    Layout layout = Layout.of(image, facts, rootfs);
    try (ImageCopier copier = new ImageCopier(image, progress);
        OutputFiles outputs = new OutputFiles()) {
      copier.copy(layout.initramfs(), outputs.create(paths.initramfs()));
      StreamHash hash = copyRootfs(copier, layout.rootfs(), outputs.create(paths.rootfs()));
      Optional<Path> extra = Optional.empty();
      if (layout.extra().isPresent()) {
        copier.copy(layout.extra().get(), outputs.create(paths.extra()));
        extra = Optional.of(paths.extra());
      }
      outputs.keep();
      return new Splitter.Result(
          facts.rootfsCookie().orElseThrow(),
          paths.initramfs(),
          paths.rootfs(),
          extra,
          hash,
          Optional.of(rootfs.offset()),
          notes(layout));
    }
  }

  private StreamHash copyRootfs(ImageCopier copier, ByteRange range, FileChannel target)
      throws IOException {
    Optional<StreamHash> expected =
        facts.wantRootfs() instanceof WantRootfs.Hash(StreamHash hash)
            ? Optional.of(hash)
            : Optional.empty();
    int chunkSize = expected.map(StreamHash::chunkSize).orElse(StreamHash.DEFAULT_CHUNK_SIZE);
    StreamHasher hasher = new StreamHasher(chunkSize);
    copier.copyHashed(range, target, hasher);
    StreamHash found = hasher.finish();
    if (expected.isPresent() && !expected.get().equals(found)) {
      throw mismatch(expected.get(), found);
    }
    return found;
  }

  private UnmatchedHalvesException mismatch(StreamHash expected, StreamHash found) {
    int chunk = 0;
    while (chunk < Math.min(expected.digests().size(), found.digests().size())
        && expected.digests().get(chunk).equals(found.digests().get(chunk))) {
      chunk++;
    }
    long offset = rootfs.offset() + (long) chunk * expected.chunkSize();
    return new UnmatchedHalvesException(image, offset);
  }

  private List<String> notes(Layout layout) {
    List<String> notes = new ArrayList<>();
    facts.findings().forEach(finding -> notes.add("before the split: " + finding.message()));
    long end = layout.rootfs().end();
    if (layout.extra().isEmpty() && image.length() > end) {
      notes.add((image.length() - end) + " NUL bytes after the rootfs were dropped");
    }
    return notes;
  }

  /**
   * The places of the parts. NULs before the rootfs stay with the initramfs. An uncompressed rootfs
   * ends with GNU cpio's padding to 512; the members after it are the extra initrd.
   */
  record Layout(ByteRange initramfs, ByteRange rootfs, Optional<ByteRange> extra) {

    /**
     * The layout of {@code image}, in which the member {@code rootfs} is the rootfs.
     *
     * @throws BadImageException if the rootfs is truncated
     */
    static Layout of(ImageFile image, InitramfsFacts facts, Member rootfs)
        throws BadImageException {
      Optional<Long> next = startOfNext(rootfs, facts);
      return new Layout(
          new ByteRange(0, rootfs.offset()),
          new ByteRange(rootfs.offset(), end(image, rootfs, next.orElse(image.length()))),
          next.map(start -> new ByteRange(start, image.length())));
    }

    private static Optional<Long> startOfNext(Member rootfs, InitramfsFacts facts) {
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
            "the rootfs at offset " + rootfs.offset() + " has no trailer, so it is truncated");
      }
      long blocks = Math.ceilDiv(rootfs.length(), NewcWriter.BLOCK);
      // Other programs than GNU cpio pad less, so the rootfs ends before the next member at the
      // latest.
      return Math.min(rootfs.offset() + blocks * NewcWriter.BLOCK, next);
    }
  }
}
