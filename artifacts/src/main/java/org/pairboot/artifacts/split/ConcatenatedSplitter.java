package org.pairboot.artifacts.split;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.cpio.NewcWriter;
import org.pairboot.artifacts.initramfs.Compression;
import org.pairboot.artifacts.initramfs.Member;
import org.pairboot.artifacts.input.BadImageException;
import org.pairboot.artifacts.input.ImageFile;
import org.pairboot.artifacts.live.InitramfsFacts;
import org.pairboot.artifacts.live.WantRootfs;
import org.pairboot.artifacts.streamhash.StreamHash;
import org.pairboot.artifacts.streamhash.StreamHasher;

/**
 * Takes {@code cat initramfs rootfs [more...]} apart again, byte for byte. NULs in front of the
 * rootfs stay with the initramfs. An uncompressed rootfs ends where GNU cpio's padding to 512 ends;
 * the members behind it become the extra initrd.
 */
final class ConcatenatedSplitter {
  private final ImageFile image;
  private final InitramfsFacts facts;
  private final Member rootfs;

  ConcatenatedSplitter(ImageFile image, InitramfsFacts facts, Member rootfs) {
    this.image = image;
    this.facts = facts;
    this.rootfs = rootfs;
  }

  SplitResult split(SplitPaths paths, LongConsumer progress) throws IOException {
    long end = rootfsEnd();
    Optional<Long> extraStart = next().map(Member::offset);
    try (FileChannel source = FileChannel.open(image.path(), StandardOpenOption.READ);
        OutputFiles outputs = new OutputFiles()) {
      FileChannel initramfsFile = outputs.create(paths.initramfs());
      Copies.transfer(source, image, 0, rootfs.offset(), initramfsFile, progress);
      StreamHash hash = copyRootfs(source, end, outputs.create(paths.rootfs()), progress);
      Optional<Path> extra = Optional.empty();
      if (extraStart.isPresent()) {
        FileChannel extraFile = outputs.create(paths.extra());
        Copies.transfer(source, image, extraStart.get(), image.length(), extraFile, progress);
        extra = Optional.of(paths.extra());
      }
      outputs.keep();
      return new SplitResult(
          facts.rootfsCookie().orElseThrow(),
          paths.initramfs(),
          paths.rootfs(),
          extra,
          hash,
          Optional.of(rootfs.offset()),
          notes(end));
    }
  }

  private Optional<Member> next() {
    int index = rootfs.index() + 1;
    return index < facts.members().size()
        ? Optional.of(facts.members().get(index).member())
        : Optional.empty();
  }

  private long rootfsEnd() throws BadImageException {
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
    long padded = rootfs.offset() + blocks * NewcWriter.BLOCK;
    // Other programs than GNU cpio pad less: then only NULs that are there can belong to it.
    return Math.min(padded, next().map(Member::offset).orElse(image.length()));
  }

  private StreamHash copyRootfs(
      FileChannel source, long end, FileChannel target, LongConsumer progress) throws IOException {
    Optional<StreamHash> wanted =
        facts.wantRootfs() instanceof WantRootfs.Hash(StreamHash hash)
            ? Optional.of(hash)
            : Optional.empty();
    int chunkSize = wanted.map(StreamHash::chunkSize).orElse(StreamHash.DEFAULT_CHUNK_SIZE);
    StreamHasher hasher = new StreamHasher(chunkSize);
    Copies.transferHashed(source, image, rootfs.offset(), end, target, hasher, progress);
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
    return new UnmatchedHalvesException(
        image.name(),
        "the rootfs in it does not match the stream-hash of the initramfs from offset "
            + offset
            + " on: it is damaged or of another build");
  }

  private List<String> notes(long end) {
    List<String> notes = new ArrayList<>();
    facts.findings().forEach(finding -> notes.add("before the split: " + finding.message()));
    long last = facts.members().getLast().member().end();
    if (next().isEmpty() && image.length() > end && last <= end) {
      notes.add((image.length() - end) + " NUL bytes behind the rootfs were dropped");
    }
    return notes;
  }
}
