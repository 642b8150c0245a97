package org.pairboot.artifacts.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.testimages.Archive.archive;
import static org.pairboot.artifacts.testimages.Bytes.concat;
import static org.pairboot.artifacts.testimages.Bytes.padded;
import static org.pairboot.artifacts.testimages.Bytes.zeros;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.initramfs.Compression;
import org.pairboot.artifacts.initramfs.Walk;
import org.pairboot.artifacts.input.BadImageException;
import org.pairboot.artifacts.input.ImageFile;
import org.pairboot.artifacts.live.FileSystemType;
import org.pairboot.artifacts.live.InitramfsFacts;
import org.pairboot.artifacts.live.RootfsFacts;
import org.pairboot.artifacts.live.RootfsFetch;
import org.pairboot.artifacts.pair.PairVerdict;
import org.pairboot.artifacts.pair.PairVerifier;
import org.pairboot.artifacts.testimages.Archive;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.Compress;
import org.pairboot.artifacts.testimages.LiveImages;
import org.pairboot.artifacts.testimages.LiveImages.Pair;

class SplitterTest {
  private static final List<String> COOKIES =
      List.of("etc/coreos-live-initramfs", "etc/coreos-live-want-rootfs", "etc/coreos-live-rootfs");

  @TempDir Path dir;

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
    ImageFile image = Bytes.file(dir, "fat.img", fat.image);
    AtomicLong progress = new AtomicLong();
    SplitResult result = split(image, Optional.empty(), progress::set);
    assertThat(progress).hasValue(fat.image.length);
    assertThat(result.version()).isEqualTo(fat.version);
    assertThat(result.extra()).isEmpty();
    assertThat(files()).containsExactlyInAnyOrder("fat.img", "initramfs.img", "rootfs.img");

    ImageFile initramfs = ImageFile.of(result.initramfs());
    ImageFile rootfs = ImageFile.of(result.rootfs());
    assertThat(PairVerifier.verify(initramfs, rootfs, done -> {}))
        .isEqualTo(new PairVerdict.Verified(fat.version));
    RootfsFacts rootfsFacts = RootfsFacts.of(rootfs, done -> {});
    assertThat(rootfsFacts.rootFile().orElseThrow().dataOffset()).isEqualTo(124);
    assertThat(rootfsFacts.isSingleArchive()).isTrue();
    assertThat(rootfs.length() % 512).isZero();
    InitramfsFacts initramfsFacts = facts(initramfs);
    assertThat(initramfsFacts.lengthModulo4()).isZero();
    assertThat(initramfsFacts.findings()).isEmpty();
    assertThat(initramfsFacts.fetch()).isEqualTo(fat.fetch);
    assertThat(initramfsFacts.canFetch(rootfsFacts)).isEqualTo(fat.fetch == RootfsFetch.ANY);
    // all but the last member, which is the new one, are there byte for byte
    assertThat(initramfsFacts.members()).hasSize(fat.keptMembers + 1);
    assertSameContents(image, initramfs, rootfs);
    assertKeptByteForByte(fat.image, initramfs);
  }

  /** The new pair together has the files of the old image, cookies apart. */
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
  void writesARootfsAsABuildWouldHave() throws Exception {
    Path rootfs = split(LiveImages.b2Legacy().initramfs()).rootfs();
    assertThat(Files.readAllBytes(rootfs))
        .isEqualTo(LiveImages.rootfs("root.squashfs", LiveImages.SQUASHFS, LiveImages.VERSION));
  }

  @ParameterizedTest
  @MethodSource("fatImages")
  void pairIsTheSameWhetherTheFirstWalkWasHeardOrNot(Fat fat) throws Exception {
    SplitResult heard = split(fat.image);
    ImageFile image = ImageFile.of(dir.resolve("image.img"));
    SplitPaths others = SplitPaths.in(Files.createDirectory(dir.resolve("unheard")));
    try (RootfsDraft draft = new RootfsDraft(others)) {
      Splitter.split(image, facts(image), draft, Optional.empty(), done -> {});
    }
    assertThat(others.initramfs()).hasSameBinaryContentAs(heard.initramfs());
    assertThat(others.rootfs()).hasSameBinaryContentAs(heard.rootfs());
  }

  @Test
  void takesTheVersionThatIsGiven() throws Exception {
    ImageFile image = Bytes.file(dir, "fat.img", LiveImages.a0());
    assertThatThrownBy(() -> split(image, Optional.of("a b"), done -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a version");
    SplitResult result = split(image, Optional.of("mine-1"), done -> {});
    assertThat(result.version()).isEqualTo("mine-1");
    assertThat(facts(ImageFile.of(result.initramfs())).cookie()).contains("mine-1");
    assertThat(result.notes()).singleElement().asString().contains("cannot fetch its rootfs");
  }

  @Test
  void makesAVersionOfTheDigestWhereThereIsNone() throws Exception {
    byte[] root = LiveImages.squashfs(1000);
    byte[] image =
        concat(archive().file("init", "x").cpio(), gz(archive().file("root.squashfs", root)));
    assertThat(split(image).version())
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
    SplitResult result = split(image);
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
    assertThat(result.notes()).anyMatch(note -> note.contains("held other files"));
    assertVerified(result);
  }

  @Test
  void givesTheSameBytesEachTime() throws Exception {
    byte[] first = Files.readAllBytes(split(LiveImages.a3()).initramfs());
    clean();
    assertThat(Files.readAllBytes(split(LiveImages.a3()).initramfs())).isEqualTo(first);
  }

  @Test
  void splitsAConcatenatedImageByteForByte() throws Exception {
    for (Pair pair : List.of(LiveImages.today(), LiveImages.b2(), LiveImages.todayWithErofs())) {
      SplitResult result = split(concat(pair.initramfs(), pair.rootfs()));
      assertThat(Files.readAllBytes(result.initramfs())).isEqualTo(pair.initramfs());
      assertThat(Files.readAllBytes(result.rootfs())).isEqualTo(pair.rootfs());
      assertThat(result.extra()).isEmpty();
      assertThat(result.rootfsOffset()).contains((long) pair.initramfs().length);
      assertThat(result.version()).isEqualTo(LiveImages.VERSION);
      assertThat(result.notes()).isEmpty();
      assertVerified(result);
      clean();
    }
  }

  @Test
  void splitsAConcatenationOfTheFirstSplitForm() throws Exception {
    Pair pair = LiveImages.b1();
    SplitResult result = split(concat(pair.initramfs(), pair.rootfs()));
    assertThat(Files.readAllBytes(result.initramfs())).isEqualTo(pair.initramfs());
    assertThat(Files.readAllBytes(result.rootfs())).isEqualTo(pair.rootfs());
    assertVerified(result);
  }

  @Test
  void keepsWhatFollowsTheRootfsAsAnExtraInitrd() throws Exception {
    Pair pair = LiveImages.today();
    byte[] extra = concat(LiveImages.ignition(), zeros(8), LiveImages.ignition());
    for (int gap : new int[] {0, 4, 512, 4096}) {
      SplitResult result = split(concat(pair.initramfs(), pair.rootfs(), zeros(gap), extra));
      assertThat(Files.readAllBytes(result.rootfs())).isEqualTo(pair.rootfs());
      assertThat(Files.readAllBytes(result.extra().orElseThrow())).isEqualTo(extra);
      clean();
    }
  }

  @Test
  void givesNulsInFrontOfTheRootfsToTheInitramfsAndDropsThoseBehind() throws Exception {
    Pair pair = LiveImages.today();
    byte[] initramfs = padded(concat(pair.initramfs(), zeros(1)), 4096);
    SplitResult result = split(concat(initramfs, pair.rootfs(), zeros(100)));
    assertThat(Files.readAllBytes(result.initramfs())).isEqualTo(initramfs);
    assertThat(Files.readAllBytes(result.rootfs())).isEqualTo(pair.rootfs());
    assertThat(result.extra()).isEmpty();
    assertThat(result.notes()).containsExactly("100 NUL bytes behind the rootfs were dropped");
  }

  @Test
  void mendsAConcatenationThatTheKernelWouldNotTake() throws Exception {
    Pair pair = LiveImages.today();
    byte[] initramfs = Arrays.copyOf(pair.initramfs(), pair.initramfs().length + 1);
    SplitResult result = split(concat(initramfs, pair.rootfs()));
    assertThat(Files.readAllBytes(result.rootfs())).isEqualTo(pair.rootfs());
    assertThat(result.notes()).singleElement().asString().contains("multiple of 4");
    assertVerified(result);
  }

  @Test
  void refusesAConcatenationThatDoesNotMatchItsHash() throws Exception {
    Pair pair = LiveImages.today();
    byte[] image = concat(pair.initramfs(), pair.rootfs());
    image[pair.initramfs().length + (2 << 20) + 77] ^= 1;
    long chunk = pair.initramfs().length + (2L << 20);
    assertThatThrownBy(() -> split(image))
        .isInstanceOf(UnmatchedHalvesException.class)
        .hasMessageContaining(
            "does not match the stream-hash of the initramfs from offset " + chunk);
    assertThat(files()).containsExactly("image.img");
  }

  @Test
  void refusesAConcatenationCutOffBehindTheCookie() throws Exception {
    Pair pair = LiveImages.today();
    byte[] image = concat(pair.initramfs(), pair.rootfs());
    int trailer = new Walk2(image).lastEntryEnd();
    assertThatThrownBy(() -> split(Arrays.copyOf(image, trailer)))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining("has no end mark");
  }

  /** Where the last entry of an image ends. */
  private final class Walk2 {
    private final Walk walk;

    Walk2(byte[] image) throws IOException {
      walk = Walk.of(Bytes.file(dir, "image.img", image));
    }

    int lastEntryEnd() {
      var last = walk.entries.getLast();
      return (int) (last.dataOffset() + last.size() + 3) & ~3;
    }
  }

  @Test
  void refusesWhatCannotBeSplit() throws Exception {
    Pair pair = LiveImages.today();
    assertNothingToSplit(pair.initramfs(), "is split already");
    assertNothingToSplit(pair.rootfs(), "is a rootfs already");
    assertNothingToSplit(LiveImages.b2Legacy().rootfs(), "stub of the fat era");
    assertNothingToSplit(LiveImages.b1Legacy().rootfs(), "stub of the fat era");
    assertNothingToSplit(LiveImages.dracut(Compression.XZ, null), "no live image of this kind");
    assertNothingToSplit(zeros(262144), "no live image of this kind");
    assertNothingToSplit(
        concat(pair.rootfs(), pair.initramfs()), "put the initramfs in front of the rootfs");
    assertNothingToSplit(
        concat(LiveImages.b2Legacy().initramfs(), pair.rootfs()), "more than one root file system");
  }

  private void assertNothingToSplit(byte[] image, String message) throws IOException {
    assertThatThrownBy(() -> split(image))
        .isInstanceOf(NothingToSplitException.class)
        .hasMessageStartingWith("image.img ")
        .hasMessageContaining(message);
    assertThat(files()).containsExactly("image.img");
  }

  @Test
  void refusesARootFileWithoutMagic() {
    byte[] image =
        concat(archive().file("init", "x").cpio(), gz(archive().file("root.squashfs", "?")));
    assertThatThrownBy(() -> split(image))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining("magic of neither squashfs nor erofs");
    assertThat(FileSystemType.of(new byte[0])).isEqualTo(FileSystemType.UNKNOWN);
  }

  @Test
  void leavesNothingBehindWhenItFails() throws Exception {
    ImageFile image = Bytes.file(dir, "image.img", LiveImages.a2());
    RuntimeException cancelled = new IllegalStateException("cancelled");
    assertThatThrownBy(() ->
            split(
                image,
                Optional.empty(),
                done -> {
                  if (done > 1_000_000) {
                    throw cancelled;
                  }
                }))
        .isSameAs(cancelled);
    assertThat(files()).containsExactly("image.img");
  }

  @Test
  void leavesNothingBehindOfAnImageThatIsTruncatedBehindItsRoot() throws Exception {
    byte[] image = concat(LiveImages.a2(), gz(archive().file("late", "x".repeat(1000))));
    assertThatThrownBy(() -> split(Arrays.copyOf(image, image.length - 20)))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining("truncated");
    assertThat(files()).containsExactly("image.img");
  }

  @Test
  void leavesNothingBehindOfAnImageWithTwoRoots() throws Exception {
    byte[] root = gz(archive().file("root.squashfs", LiveImages.SQUASHFS));
    assertThatThrownBy(() -> split(concat(LiveImages.a2(), root)))
        .isInstanceOf(NothingToSplitException.class)
        .hasMessageContaining("more than one root file system");
    assertThat(files()).containsExactly("image.img");
  }

  @Test
  void makesTheDirectoryThatIsLacking() throws Exception {
    Path parts = dir.resolve("some/parts");
    splitInto(parts, LiveImages.a0());
    assertThat(parts.resolve("rootfs.img")).exists();
    assertThat(parts.resolve("initramfs.img")).exists();
  }

  static Stream<byte[]> unfitImages() {
    byte[] fat = LiveImages.a2();
    return Stream.of(
        LiveImages.b2().initramfs(),
        concat(fat, gz(archive().file("root.squashfs", LiveImages.SQUASHFS))),
        Arrays.copyOf(fat, fat.length - 20));
  }

  @ParameterizedTest
  @MethodSource("unfitImages")
  void makesNoDirectoryForWhatCannotBeSplit(byte[] image) {
    assertThatThrownBy(() -> splitInto(dir.resolve("some/parts"), image))
        .isInstanceOfAny(NothingToSplitException.class, BadImageException.class);
    assertThat(dir.resolve("some")).doesNotExist();
  }

  @Test
  void neverOverwritesAFile() throws Exception {
    Path taken = Files.writeString(dir.resolve("rootfs.img"), "mine");
    assertThatThrownBy(() -> split(LiveImages.a0())).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(taken).hasContent("mine");
    assertThat(files()).containsExactlyInAnyOrder("image.img", "rootfs.img");
  }

  private SplitResult split(byte[] bytes) throws IOException, NothingToSplitException {
    ImageFile image = Bytes.file(dir, "image.img", bytes);
    return split(image, Optional.empty(), done -> {});
  }

  private void splitInto(Path parts, byte[] bytes) throws IOException, NothingToSplitException {
    ImageFile image = Bytes.file(dir, "image.img", bytes);
    split(image, SplitPaths.in(parts), Optional.empty(), done -> {});
  }

  private SplitResult split(ImageFile image, Optional<String> version, LongConsumer progress)
      throws IOException, NothingToSplitException {
    return split(image, paths(), version, progress);
  }

  private static SplitResult split(
      ImageFile image, SplitPaths paths, Optional<String> version, LongConsumer progress)
      throws IOException, NothingToSplitException {
    try (RootfsDraft draft = new RootfsDraft(paths)) {
      InitramfsFacts facts = InitramfsFacts.of(image, draft, done -> {});
      return Splitter.split(image, facts, draft, version, progress);
    }
  }

  private static void assertVerified(SplitResult result) throws IOException {
    assertThat(
            PairVerifier.verify(
                ImageFile.of(result.initramfs()), ImageFile.of(result.rootfs()), done -> {}))
        .isEqualTo(new PairVerdict.Verified(result.version()));
  }

  private static InitramfsFacts facts(ImageFile image) throws IOException {
    return InitramfsFacts.of(image, done -> {});
  }

  private static byte[] gz(Archive archive) {
    return Compress.gzip(archive.cpio(), 1);
  }

  private SplitPaths paths() {
    return SplitPaths.in(dir);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> list = Files.list(dir)) {
      return list.map(path -> path.getFileName().toString()).toList();
    }
  }

  private void clean() throws IOException {
    for (String name : files()) {
      Files.delete(dir.resolve(name));
    }
  }
}
