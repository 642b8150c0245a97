package org.pairboot.artifacts.format.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.artifacts.testimages.Archive.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.initramfs.UnpackLimit;
import org.pairboot.artifacts.format.initramfs.Walk;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.pair.PairVerifier;
import org.pairboot.artifacts.format.pair.PairVerifier.Verdict;
import org.pairboot.artifacts.format.split.Splitter.NothingToSplitException;
import org.pairboot.artifacts.testimages.Archive;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.Compress;
import org.pairboot.artifacts.testimages.LiveImages;
import org.pairboot.testing.Property;

class FatSplitterPropertyTest {
  private static final List<String> COOKIES =
      List.of("etc/coreos-live-initramfs", "etc/coreos-live-want-rootfs", "etc/coreos-live-rootfs");
  private static final List<String> NAMES =
      List.of("init", "etc", "bin/sh", "a.osmet", "b.osmet", "x/c.osmet", COOKIES.getFirst());

  @Test
  void neitherLosesNorAddsAFile() {
    Property.tries(100)
        .hold(draw -> {
          Path dir = Files.createTempDirectory("split");
          try {
            ImageFile image = Bytes.file(dir, "fat.img", fat(draw.random()));
            Splitter.Result result = split(image, dir);
            ImageFile initramfs = ImageFile.of(result.initramfs());
            ImageFile rootfs = ImageFile.of(result.rootfs());
            assertThat(PairVerifier.verify(initramfs, rootfs, done -> {}))
                .isEqualTo(new Verdict.Verified("1"));
            assertThat(initramfs.length() % 4).isZero();
            Map<String, byte[]> moved = contents(rootfs);
            assertThat(moved.keySet())
                .allMatch(name -> name.matches("root\\.erofs|[^/]+\\.osmet|etc"));
            Map<String, byte[]> after = contents(initramfs);
            assertThat(after.keySet())
                .noneMatch(name -> name.matches("root\\.erofs|[^/]+\\.osmet"));
            after.putAll(moved);
            Map<String, byte[]> before = contents(image);
            before.remove("etc");
            after.remove("etc");
            assertThat(after).containsAllEntriesOf(before).hasSameSizeAs(before);
          } finally {
            try (Stream<Path> files = Files.list(dir)) {
              for (Path file : files.toList()) {
                Files.delete(file);
              }
            }
            Files.delete(dir);
          }
        });
  }

  private static Splitter.Result split(ImageFile image, Path dir)
      throws IOException, NothingToSplitException {
    try (SplitOutput output = new SplitOutput(SplitOutput.Paths.in(dir))) {
      InitramfsFacts facts = InitramfsFacts.of(image, UnpackLimit.ANY, output, done -> {});
      return Splitter.split(image, facts, output, Optional.of("1"), done -> {});
    }
  }

  private static Map<String, byte[]> contents(ImageFile image) throws IOException {
    Map<String, byte[]> contents = new HashMap<>(Walk.of(image).contents());
    contents.keySet().removeAll(COOKIES);
    return contents;
  }

  /** A few members of any compression, one of which holds a root file system. */
  private static byte[] fat(Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int count = 1 + random.nextInt(5);
    int rootMember = random.nextInt(count);
    // No osmet file twice: which copy counts would depend on whether the root comes first.
    List<String> names = new ArrayList<>(NAMES);
    Compression last = Compression.NONE;
    for (int index = 0; index < count; index++) {
      Archive archive = archive();
      for (int entries = random.nextInt(4); entries > 0; entries--) {
        String name = names.get(random.nextInt(names.size()));
        if (name.endsWith(".osmet")) {
          names.remove(name);
        }
        if (name.equals("etc")) {
          archive.dir(name);
        } else {
          archive.file(name, name.startsWith("etc/") ? "" : "content " + random.nextInt(9));
        }
      }
      if (index == rootMember) {
        archive.file("root.erofs", LiveImages.EROFS);
      }
      Compression[] all = Compression.values();
      Compression compression = all[random.nextInt(all.length)];
      out.writeBytes(Bytes.zeros(random.nextInt(6) + (last == Compression.LZ4 ? 4 : 0)));
      if (compression == Compression.NONE || last == Compression.NONE) {
        out.writeBytes(Bytes.zeros(-out.size() & 3));
      }
      byte[] cpio = random.nextBoolean() ? archive.cpio() : archive.cpioUnpadded();
      out.writeBytes(Compress.with(compression, cpio));
      last = compression;
    }
    return out.toByteArray();
  }
}
