package org.pairboot.artifacts.format.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.testimages.Archive.archive;
import static org.pairboot.artifacts.testimages.Bytes.concat;
import static org.pairboot.artifacts.testimages.Bytes.zeros;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.initramfs.Walk;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.live.InitramfsFacts.RootfsFetch;
import org.pairboot.artifacts.format.live.RootfsFacts;
import org.pairboot.artifacts.format.pair.PairVerifier;
import org.pairboot.artifacts.format.pair.PairVerifier.Verdict;
import org.pairboot.artifacts.format.split.Splitter.NothingToSplitException;
import org.pairboot.artifacts.testimages.Archive;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.Compress;
import org.pairboot.artifacts.testimages.LiveImages;
import org.pairboot.artifacts.testimages.LiveImages.Pair;

/** Images from before the split become pairs. */
class FatSplitterTest {
  private static final List<String> COOKIES =
      List.of("etc/coreos-live-initramfs", "etc/coreos-live-want-rootfs", "etc/coreos-live-rootfs");

  private SplitLab lab;

  @BeforeEach
  void open(@TempDir Path directory) {
    lab = new SplitLab(directory);
  }

  record Fat(String era, byte[] image, String version, int keptMembers, RootfsFetch fetch) {
    @Override
    public String toString() {
      return era;
    }
  }

  static Stream<Fat> fatImages() {
    String own = LiveImages.OS_VERSION;
    String cookie = LiveImages.VERSION;
    byte[] b1 = LiveImages.b1Legacy().initramfs();
    Pair b2 = LiveImages.b2Legacy();
    return Stream.of(
        new Fat("A0", LiveImages.a0(), own, 2, RootfsFetch.NONE),
        new Fat("A1", LiveImages.a1(), own, 2, RootfsFetch.NONE),
        new Fat("A2", LiveImages.a2(), own, 2, RootfsFetch.NONE),
        new Fat("A3", LiveImages.a3(), own, 2, RootfsFetch.NONE),
        new Fat("A1 from an ISO", concat(LiveImages.a1(), zeros(262144)), own, 2, RootfsFetch.NONE),
        new Fat("B1 legacy", b1, cookie, 2, RootfsFetch.GZIPPED),
        new Fat("B2 legacy", b2.initramfs(), cookie, 2, RootfsFetch.ANY),
        new Fat(
            "B2 legacy with its stub",
            concat(b2.initramfs(), b2.rootfs()),
            cookie,
            2,
            RootfsFetch.ANY),
        new Fat(
            "A2 with a config",
            concat(LiveImages.a2(), LiveImages.ignition()),
            own,
            3,
            RootfsFetch.NONE));
  }

  @ParameterizedTest
  @MethodSource("fatImages")
  void makesAPairOfAFatImage(Fat fat) throws IOException, NothingToSplitException {
    ImageFile image = Bytes.file(lab.directory(), "fat.img", fat.image);
    AtomicLong progress = new AtomicLong();
    Splitter.Result result = lab.split(image, Optional.empty(), progress::set);
    assertThat(progress).hasValue(fat.image.length);
    assertThat(result.version()).isEqualTo(fat.version);
    assertThat(result.extra()).isEmpty();
    assertThat(lab.files()).containsExactlyInAnyOrder("fat.img", "initramfs.img", "rootfs.img");

    ImageFile initramfs = ImageFile.of(result.initramfs());
    ImageFile rootfs = ImageFile.of(result.rootfs());
    assertThat(PairVerifier.verify(initramfs, rootfs, done -> {}))
        .isEqualTo(new Verdict.Verified(fat.version));
    RootfsFacts rootfsFacts = RootfsFacts.of(rootfs, done -> {});
    assertThat(rootfsFacts.rootFile().orElseThrow().dataOffset()).isEqualTo(124);
    assertThat(rootfsFacts.isSingleArchive()).isTrue();
    assertThat(rootfs.length() % 512).isZero();
    InitramfsFacts initramfsFacts = SplitLab.facts(initramfs);
    assertThat(initramfsFacts.lengthModulo4()).isZero();
    assertThat(initramfsFacts.findings()).isEmpty();
    assertThat(initramfsFacts.fetch()).isEqualTo(fat.fetch);
    assertThat(initramfsFacts.canFetch(rootfsFacts)).isEqualTo(fat.fetch == RootfsFetch.ANY);
    // all members but the last, which is new, are copied byte for byte
    assertThat(initramfsFacts.members()).hasSize(fat.keptMembers + 1);
    assertSameContents(image, initramfs, rootfs);
    assertKeptByteForByte(fat.image, initramfs);
  }

  /** Together, the new pair has the files of the old image, except for the cookies. */
  private static void assertSameContents(ImageFile old, ImageFile initramfs, ImageFile rootfs)
      throws IOException {
    Map<String, byte[]> before = new LinkedHashMap<>(Walk.of(old).contents());
    Map<String, byte[]> after = new LinkedHashMap<>(Walk.of(initramfs).contents());
    Map<String, byte[]> moved = Walk.of(rootfs).contents();
    assertThat(after).doesNotContainKeys("root.squashfs", LiveImages.OSMET_NAME);
    after.putAll(moved);
    before.keySet().removeAll(COOKIES);
    after.keySet().removeAll(COOKIES);
    before.remove("etc");
    after.remove("etc");
    assertThat(after).containsAllEntriesOf(before).hasSameSizeAs(before);
  }

  private static void assertKeptByteForByte(byte[] old, ImageFile initramfs) throws IOException {
    byte[] bytes = Files.readAllBytes(initramfs.path());
    int dracut = LiveImages.dracut(Compression.GZIP, null).length;
    int same = Arrays.mismatch(old, bytes);
    assertThat(same).as("bytes in common").isGreaterThanOrEqualTo(dracut);
  }

  @Test
  void writesTheSameRootfsAsABuild() throws Exception {
    Path rootfs = lab.split(LiveImages.b2Legacy().initramfs()).rootfs();
    assertThat(Files.readAllBytes(rootfs))
        .isEqualTo(LiveImages.rootfs("root.squashfs", LiveImages.SQUASHFS, LiveImages.VERSION));
  }

  @ParameterizedTest
  @MethodSource("fatImages")
  void writesTheSamePairWithOrWithoutListeningToTheFirstWalk(Fat fat) throws Exception {
    Splitter.Result listening = lab.split(fat.image);
    ImageFile image = ImageFile.of(lab.directory().resolve("image.img"));
    SplitOutput.Paths paths =
        SplitOutput.Paths.in(Files.createDirectory(lab.directory().resolve("other")));
    try (SplitOutput output = new SplitOutput(paths)) {
      Splitter.split(image, SplitLab.facts(image), output, Optional.empty(), done -> {});
    }
    assertThat(paths.initramfs()).hasSameBinaryContentAs(listening.initramfs());
    assertThat(paths.rootfs()).hasSameBinaryContentAs(listening.rootfs());
  }

  @Test
  void usesTheRequestedVersion() throws Exception {
    ImageFile image = Bytes.file(lab.directory(), "fat.img", LiveImages.a0());
    assertThatThrownBy(() -> lab.split(image, Optional.of("a b"), done -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("invalid version 'a b'");
    Splitter.Result result = lab.split(image, Optional.of("mine-1"), done -> {});
    assertThat(result.version()).isEqualTo("mine-1");
    assertThat(SplitLab.facts(ImageFile.of(result.initramfs())).cookie()).contains("mine-1");
    assertThat(result.notes()).singleElement().asString().contains("cannot fetch its rootfs");
  }

  @Test
  void derivesTheVersionFromTheDigestIfThereIsNone() throws Exception {
    byte[] root = LiveImages.squashfs(1000);
    byte[] image =
        concat(
            archive().file("init", "x").cpio(), SplitLab.gz(archive().file("root.squashfs", root)));
    assertThat(lab.split(image).version())
        .isEqualTo("sha256-" + Sha256.of(ByteBuffer.wrap(root)).hex().substring(0, 12));
  }

  @Test
  void dividesAMixedMember() throws Exception {
    Archive all =
        archive()
            .dir("etc")
            .file("etc/coreos-live-initramfs", "1\n")
            .file("init", "x")
            .file("root.erofs", LiveImages.EROFS)
            .dir("bin")
            .file("bin/sh", "y")
            .file("a.osmet", "o");
    byte[] tail = archive().file("config.ign", "{}").cpio();
    byte[] zstd = Compress.with(Compression.ZSTD, all.cpio());
    byte[] image = concat(zstd, zeros(-zstd.length & 3), tail);
    Splitter.Result result = lab.split(image);
    Walk initramfs = Walk.of(ImageFile.of(result.initramfs()));
    assertThat(initramfs.members).hasSize(3);
    assertThat(initramfs.members.getFirst().compression()).isEqualTo(Compression.NONE);
    assertThat(initramfs.contents().keySet())
        .containsExactly(
            "etc",
            "init",
            "bin",
            "bin/sh",
            "config.ign",
            "etc/coreos-live-initramfs",
            "etc/coreos-live-want-rootfs");
    assertThat(Walk.of(ImageFile.of(result.rootfs())).contents().keySet())
        .containsExactly("root.erofs", "a.osmet", "etc", "etc/coreos-live-rootfs");
    assertThat(result.notes()).anyMatch(note -> note.contains("contained other files"));
    SplitLab.assertVerified(result);
  }

  @Test
  void isReproducible() throws Exception {
    byte[] first = Files.readAllBytes(lab.split(LiveImages.a3()).initramfs());
    lab.clean();
    assertThat(Files.readAllBytes(lab.split(LiveImages.a3()).initramfs())).isEqualTo(first);
  }
}
