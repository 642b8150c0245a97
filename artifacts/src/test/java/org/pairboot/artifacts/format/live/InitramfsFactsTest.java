package org.pairboot.artifacts.format.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.testimages.Archive.archive;
import static org.pairboot.artifacts.testimages.Bytes.concat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.live.InitramfsFacts.RootfsFetch;
import org.pairboot.artifacts.format.live.InitramfsFacts.WantRootfs;
import org.pairboot.artifacts.format.live.RootfsFacts.RootFile;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.artifacts.testimages.LiveImages;
import org.pairboot.artifacts.testimages.LiveImages.Pair;

class InitramfsFactsTest {
  @TempDir Path dir;

  @Test
  void determinesTheFormByTheContents() throws IOException {
    Pair today = LiveImages.today();
    assertThat(form(today.initramfs())).isInstanceOf(ImageForm.Split.class);
    assertThat(form(today.rootfs())).isInstanceOf(ImageForm.Rootfs.class);
    assertThat(form(concat(today.initramfs(), today.rootfs())))
        .isInstanceOfSatisfying(
            ImageForm.Concatenated.class,
            form -> assertThat(form.rootfs().offset()).isEqualTo(today.initramfs().length));
    assertThat(form(LiveImages.a0())).isInstanceOf(ImageForm.Fat.class);
    assertThat(form(LiveImages.b1Legacy().rootfs())).isInstanceOf(ImageForm.Stub.class);
    assertThat(form(LiveImages.dracut(Compression.LZ4, null))).isInstanceOf(ImageForm.Other.class);
  }

  @Test
  void readsTheFactsOfACurrentImage() throws IOException {
    Pair today = LiveImages.today();
    InitramfsFacts facts = facts(today.initramfs());
    assertThat(facts.cookie()).contains(LiveImages.VERSION);
    assertThat(facts.version()).contains(LiveImages.VERSION);
    assertThat(facts.osVersion()).contains(LiveImages.OS_VERSION);
    assertThat(facts.wantRootfs())
        .isInstanceOfSatisfying(
            WantRootfs.Hash.class, want -> assertThat(want.hash().digests()).hasSize(2));
    assertThat(facts.fetch()).isEqualTo(RootfsFetch.ANY);
    assertThat(facts.rootFiles()).isEmpty();
    assertThat(facts.lengthModulo4()).isZero();
    assertThat(facts.members()).hasSize(3);
    RootfsFacts rootfs = RootfsFacts.of(Bytes.file(dir, "r", today.rootfs()), done -> {});
    assertThat(rootfs.version()).contains(LiveImages.VERSION);
    assertThat(rootfs.rootFile().orElseThrow())
        .isEqualTo(
            new RootFile(
                "root.squashfs",
                0,
                Compression.NONE,
                124,
                LiveImages.SQUASHFS.length,
                1_600_000_000,
                FileSystemType.SQUASHFS));
    assertThat(facts.canFetch(rootfs)).isTrue();
    assertThat(rootfs.isGzipped()).isFalse();
  }

  @Test
  void readsErofsAndGzippedRootfs() throws IOException {
    RootfsFacts erofs =
        RootfsFacts.of(Bytes.file(dir, "r", LiveImages.todayWithErofs().rootfs()), done -> {});
    assertThat(erofs.rootFile().orElseThrow().type()).isEqualTo(FileSystemType.EROFS);
    assertThat(erofs.rootFile().orElseThrow().dataOffset()).isEqualTo(124);
    Pair b1 = LiveImages.b1();
    RootfsFacts gzipped = RootfsFacts.of(Bytes.file(dir, "r", b1.rootfs()), done -> {});
    assertThat(gzipped.isGzipped()).isTrue();
    InitramfsFacts initramfs = facts(b1.initramfs());
    assertThat(initramfs.fetch()).isEqualTo(RootfsFetch.GZIPPED);
    assertThat(initramfs.canFetch(gzipped)).isTrue();
    assertThat(initramfs.canFetch(erofs)).isFalse();
  }

  @Test
  void usesTheLastCopyOfAFile() throws IOException {
    byte[] two =
        concat(
            archive().file("etc/coreos-live-initramfs", "1\n").cpio(),
            archive().file("./etc/coreos-live-initramfs", "2\n").cpio());
    assertThat(facts(two).cookie()).contains("2");
  }

  @Test
  void recognizesARootfsOfTwoArchives() throws IOException {
    byte[] two = concat(LiveImages.today().rootfs(), archive().file("more", "x").cpio());
    RootfsFacts facts = RootfsFacts.of(Bytes.file(dir, "r", two), done -> {});
    assertThat(facts.isSingleArchive()).isFalse();
    assertThat(facts(LiveImages.today().initramfs()).canFetch(facts)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OSTREE_VERSION='32.1'\\nVERSION="32"        | 32.1
          VERSION="32.2 dracut-050-26"                | 32.2
          VERSION=32.3                                | 32.3
          NAME=x\\nOSTREE_VERSION="33.4"              | 33.4
          VERSION="30.5 (CoreOS preview)"             | 30.5
          VERSION_ID=30                               |
          VERSION=                                    |
          """)
  void readsOsRelease(String text, String version) throws IOException {
    byte[] image = archive().file("etc/os-release", text.replace("\\n", "\n")).cpio();
    assertThat(facts(image).version().orElse(null)).isEqualTo(version);
  }

  @Test
  void refusesCookiesWithoutAVersion() {
    for (String cookie : new String[] {"a b\n", "\u001b[2J\n", "x\ny\n", "x".repeat(129)}) {
      byte[] image = archive().file("etc/coreos-live-initramfs", cookie).cpio();
      assertThatThrownBy(() -> facts(image))
          .isInstanceOf(BadImageException.class)
          .hasMessage("image: etc/coreos-live-initramfs in it does not contain a version");
    }
  }

  @Test
  void refusesHugeCookies() {
    byte[] image = archive().file("etc/coreos-live-want-rootfs", new byte[5 << 20]).cpio();
    assertThatThrownBy(() -> facts(image))
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining("has 5242880 bytes; the limit is 4194304");
  }

  private ImageForm form(byte[] image) throws IOException {
    return facts(image).form();
  }

  private InitramfsFacts facts(byte[] image) throws IOException {
    return InitramfsFacts.of(Bytes.file(dir, "image", image), done -> {});
  }
}
