package org.pairboot.artifacts.format.split;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.live.WantRootfs;
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

  SplitResult split(SplitPaths paths, LongConsumer progress) throws IOException {
    ConcatenatedLayout layout = ConcatenatedLayout.of(image, facts, rootfs);
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
      return new SplitResult(
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

  private List<String> notes(ConcatenatedLayout layout) {
    List<String> notes = new ArrayList<>();
    facts.findings().forEach(finding -> notes.add("before the split: " + finding.message()));
    long end = layout.rootfs().end();
    if (layout.extra().isEmpty() && image.length() > end) {
      notes.add((image.length() - end) + " NUL bytes behind the rootfs were dropped");
    }
    return notes;
  }
}
