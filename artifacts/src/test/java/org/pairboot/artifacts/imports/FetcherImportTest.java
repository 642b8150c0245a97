package org.pairboot.artifacts.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.format.cpio.NewcEntry;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor;
import org.pairboot.artifacts.format.initramfs.InitramfsWalker;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.pair.PairVerifier.Verdict;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImportRequest.ImportSource;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.testimages.Archive;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.Compress;
import org.pairboot.artifacts.testimages.Kernels;
import org.pairboot.artifacts.testimages.LiveImages;

/** Imports with a fetcher: what is published, and what is refused. */
class FetcherImportTest {
  private static final byte[] SQUASHFS = LiveImages.SQUASHFS;

  @TempDir private Path directory;
  private ImageStore store;

  @BeforeEach
  void openStore() throws Exception {
    store =
        ImageStore.open(directory.resolve("store"), new ImageStore.Options(Duration.ZERO, "test"));
  }

  @Test
  void addsAFetcherToADracutInitramfs() throws Exception {
    ImageVersion image = run(Compress.with(Compression.ZSTD, dracut().cpio()), SQUASHFS, "quiet");

    assertThat(image.verification()).isEqualTo(new Verification.Verified());
    assertThat(image.fetchesRootfs()).isTrue();
    assertThat(image.rootfs()).isEmpty();
    assertThat(image.initrds())
        .extracting(Part::fileName)
        .containsExactly("initramfs.img", "fetcher.img");
    assertThat(image.payloads()).extracting(Part::fileName).containsExactly("rootfs.squashfs");
    assertThat(image.kernelArguments())
        .isEqualTo("coreos.live.rootfs_url={rootfs_url} rd.neednet=1 ip=dhcp quiet");
    Map<String, String> files = fetcher(image);
    assertThat(files.keySet())
        .containsExactly(
            "pairboot",
            "pairboot/rootfs.sh",
            "pairboot/rootfs.facts",
            "etc/coreos-live-want-rootfs",
            "usr/lib/dracut/hooks/cmdline/99-pairboot.sh",
            "usr/lib/dracut/hooks/pre-mount/10-pairboot.sh",
            "usr/lib/dracut/hooks/mount/10-pairboot.sh");
    assertThat(files).containsEntry("pairboot/rootfs.facts", "2500000 squashfs\n");
    assertThat(files.get("etc/coreos-live-want-rootfs")).startsWith("stream-hash sha256 2097152\n");
    assertThat(image.fetcher().orElseThrow().length() % 4).isZero();
  }

  @Test
  void addsAFetcherToAnInitramfsOfInitramfsTools() throws Exception {
    ImageVersion image = run(debian().cpio(), LiveImages.EROFS, "ip=:::::eth1:dhcp");

    assertThat(image.kernelArguments())
        .isEqualTo("coreos.live.rootfs_url={rootfs_url} boot=pairboot ip=:::::eth1:dhcp");
    assertThat(image.payloads()).extracting(Part::fileName).containsExactly("rootfs.erofs");
    assertThat(fetcher(image)).containsKey("scripts/pairboot");
    assertThat(image.notes()).anyMatch(note -> note.contains("stays read-only"));
  }

  @Test
  void makesTheSameVersionOfTheSameFiles() throws Exception {
    ImageVersion first = run(dracut().cpio(), SQUASHFS, "");

    ImageVersion again = run(dracut().cpio(), SQUASHFS, "");
    assertThat(again.ref()).isEqualTo(first.ref());
    assertThat(again.published()).isEqualTo(first.published());
    assertThat(run(dracut().cpio(), LiveImages.squashfs(50_000), "").ref())
        .isNotEqualTo(first.ref());
  }

  @Test
  void detectsAChangedByteOfTheRootfsLater() throws Exception {
    ImageVersion image = run(dracut().cpio(), SQUASHFS, "");
    ImageVerifier verifier = new ImageVerifier(store);
    assertThat(verifier.verify(image, Progress.NONE).pair())
        .containsInstanceOf(Verdict.Verified.class);

    Path file = store.file(image.payloads().getFirst());
    byte[] bytes = Files.readAllBytes(file);
    bytes[2_300_000] ^= 1;
    assertThat(file.toFile().setWritable(true)).isTrue();
    Files.write(file, bytes, StandardOpenOption.WRITE);

    assertThat(verifier.verify(image, Progress.NONE).isGood()).isFalse();
    assertThat(verifier.verifyPair(image, Progress.NONE).orElseThrow())
        .asInstanceOf(InstanceOfAssertFactories.type(Verdict.Rejected.class))
        .satisfies(verdict -> assertThat(verdict.offset()).hasValue(2_097_152));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          usr/bin/curl                  | lacks the program curl | dracut --install 'curl dd sha256sum'
          usr/bin/sha256sum             | lacks the program sha256sum | dracut --install
          lib/modules/6/fs/squashfs.ko.xz | lacks the driver squashfs | dracut --add-drivers squashfs
          """)
  void namesWhatTheInitramfsLacks(String missing, String what, String remedy) {
    assertThatThrownBy(() -> run(dracut().without(missing).cpio(), SQUASHFS, ""))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("initrd.img " + what)
        .hasMessageContaining(remedy);
    assertThat(store.snapshot().all()).isEmpty();
  }

  @Test
  void refusesABusyboxThatLacksATool() {
    assertThatThrownBy(() -> run(debian().without("bin/wget").cpio(), SQUASHFS, ""))
        .hasMessageContaining("lacks the program wget")
        .hasMessageContaining("install the package busybox");
  }

  @Test
  void acceptsDriversInTheKernel() throws Exception {
    byte[] initramfs =
        dracut()
            .without("lib/modules/6/fs/squashfs.ko.xz")
            .file("lib/modules/6/modules.builtin", "kernel/fs/squashfs/squashfs.ko\n")
            .cpio();

    assertThat(run(initramfs, SQUASHFS, "").fetcher()).isPresent();
  }

  @Test
  void refusesAnInitramfsThatCannotOrNeedNotFetch() {
    refused(LiveImages.today().initramfs(), "belongs to a CoreOS live image");
    refused(
        Archive.archive().file("scripts/live", "x").cpio(), "belongs to Debian live (debian-live)");
    refused(
        Archive.archive().file("sbin/nlplug-findfs", "x").cpio(),
        "belongs to Alpine Linux (alpine)");
    refused(dracut().file("usr/sbin/livenetroot", "x").cpio(), "(dracut-live)");
    refused(Archive.archive().file("init_functions", "x").cpio(), "was made by mkinitcpio");
    refused(
        Archive.archive().file("init", "x").file("bin/busybox", "x").cpio(),
        "was made neither by dracut nor by initramfs-tools");
  }

  @Test
  void refusesARootfsThatCannotBeMounted() {
    assertThatThrownBy(() -> run(dracut().cpio(), LiveImages.today().rootfs(), ""))
        .hasMessageContaining("rootfs is an archive")
        .hasMessageContaining("--initrd");
    assertThatThrownBy(() -> run(dracut().cpio(), Bytes.random(5000, 4), ""))
        .hasMessageContaining("is neither a squashfs nor an erofs");
  }

  private void refused(byte[] initramfs, String why) {
    assertThatThrownBy(() -> run(initramfs, SQUASHFS, ""))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining(why);
    assertThat(store.snapshot().all()).isEmpty();
  }

  private static Archive dracut() {
    return Archive.archive()
        .dir("usr/lib/dracut/hooks")
        .dir("usr/lib/dracut/hooks/mount")
        .file("usr/bin/curl", "x")
        .file("usr/bin/dd", "x")
        .file("usr/bin/sha256sum", "x")
        .file("lib/modules/6/drivers/loop.ko.xz", "x")
        .file("lib/modules/6/fs/overlay.ko.xz", "x")
        .file("lib/modules/6/fs/squashfs.ko.xz", "x");
  }

  private static Archive debian() {
    Archive archive =
        Archive.archive()
            .file("scripts/functions", "x")
            .file("lib/modules/6/loop.ko", "x")
            .file("lib/modules/6/erofs.ko", "x")
            .file("lib/modules/6/squashfs.ko", "x");
    List.of("busybox", "dd", "sha256sum", "tail", "timeout", "wget")
        .forEach(program -> archive.file("bin/" + program, "x"));
    return archive;
  }

  private ImageVersion run(byte[] initramfs, byte[] rootfs, String arguments) throws Exception {
    ImportSource source =
        new ImportSource.WithFetcher(
            local("vmlinuz", Kernels.bzImage("kernel")),
            Optional.of(local("initrd.img", initramfs)),
            local("rootfs", rootfs));
    ImportRequest request = TestImports.withArguments("kiosk", source, arguments, false);
    return TestImports.importer(store).run(request, Progress.NONE).image();
  }

  private Source local(String name, byte[] bytes) throws IOException {
    return TestImports.local(Files.write(directory.resolve(name), bytes));
  }

  private Map<String, String> fetcher(ImageVersion image) throws Exception {
    Map<String, String> files = new LinkedHashMap<>();
    InitramfsVisitor visitor =
        new InitramfsVisitor() {
          @Override
          public void entry(Member.Start member, NewcEntry entry, InputStream data)
              throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            data.transferTo(out);
            files.put(entry.path(), out.toString(StandardCharsets.UTF_8));
          }
        };
    InitramfsWalker.walk(
        ImageFile.of(store.file(image.fetcher().orElseThrow())), visitor, done -> {});
    return files;
  }
}
