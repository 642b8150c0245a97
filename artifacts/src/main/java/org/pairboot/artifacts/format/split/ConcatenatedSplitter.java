package org.pairboot.artifacts.format.split;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

/** Takes {@code cat initramfs rootfs [more...]} apart again, byte for byte. */
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
    try (FileChannel source = FileChannel.open(image.path(), StandardOpenOption.READ);
        OutputFiles outputs = new OutputFiles()) {
      FileChannel initramfsFile = outputs.create(paths.initramfs());
      Copies.transfer(source, image, layout.initramfs(), initramfsFile, progress);
      FileChannel rootfsFile = outputs.create(paths.rootfs());
      StreamHash hash = copyRootfs(source, layout.rootfs(), rootfsFile, progress);
      Optional<Path> extra = Optional.empty();
      if (layout.extra().isPresent()) {
        FileChannel extraFile = outputs.create(paths.extra());
        Copies.transfer(source, image, layout.extra().get(), extraFile, progress);
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

  private StreamHash copyRootfs(
      FileChannel source, ByteRange range, FileChannel target, LongConsumer progress)
      throws IOException {
    Optional<StreamHash> wanted =
        facts.wantRootfs() instanceof WantRootfs.Hash(StreamHash hash)
            ? Optional.of(hash)
            : Optional.empty();
    int chunkSize = wanted.map(StreamHash::chunkSize).orElse(StreamHash.DEFAULT_CHUNK_SIZE);
    StreamHasher hasher = new StreamHasher(chunkSize);
    Copies.transferHashed(source, image, range, target, hasher, progress);
    StreamHash found = hasher.finish();
    if (wanted.isPresent() && !wanted.get().equals(found)) {
      throw mismatch(wanted.get(), found);
    }
    return found;
  }

  private UnmatchedHalvesException mismatch(StreamHash wanted, StreamHash found) {
    int chunk = 0;
    while (chunk < Math.min(wanted.digests().size(), found.digests().size())
        && wanted.digests().get(chunk).equals(found.digests().get(chunk))) {
      chunk++;
    }
    long offset = rootfs.offset() + (long) chunk * wanted.chunkSize();
    return new UnmatchedHalvesException(image, offset);
  }

  private List<String> notes(Layout layout) {
    List<String> notes = new ArrayList<>();
    facts.findings().forEach(finding -> notes.add("before the split: " + finding.message()));
    long end = layout.rootfs().end();
    if (layout.extra().isEmpty() && image.length() > end) {
      notes.add((image.length() - end) + " NUL bytes behind the rootfs were dropped");
    }
    return notes;
  }

  /**
   * Where the parts of {@code cat initramfs rootfs [more...]} are. NULs in front of the rootfs stay
   * with the initramfs. An uncompressed rootfs ends where GNU cpio's padding to 512 ends; the
   * members behind it are the extra initrd.
   */
  record Layout(ByteRange initramfs, ByteRange rootfs, Optional<ByteRange> extra) {

    /**
     * The layout of {@code image}, whose facts say that {@code rootfs} is the rootfs in it.
     *
     * @throws BadImageException when the rootfs is truncated
     */
    static Layout of(ImageFile image, InitramfsFacts facts, Member rootfs)
        throws BadImageException {
      Optional<Long> next = startBehind(rootfs, facts);
      return new Layout(
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
}
