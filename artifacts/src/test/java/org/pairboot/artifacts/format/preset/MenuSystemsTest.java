package org.pairboot.artifacts.format.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.preset.LiveSystemFinder.UnknownSystemException;
import org.pairboot.artifacts.testimages.TestIso;
import org.pairboot.artifacts.testimages.TestIso.Names;

/** Systems that are understood from the boot menu of their medium. */
class MenuSystemsTest {
  @TempDir private Path medium;

  @Test
  void takesTheArgumentsOfTheMedium() throws Exception {
    put("live/vmlinuz-6.12.48-amd64", "k");
    put("live/initrd.img-6.12.48-amd64", "i");
    put("live/filesystem.squashfs", "s");
    put(
        "boot/grub/grub.cfg",
        "menuentry 'Live system' { linux /live/vmlinuz-6.12.48-amd64 boot=live components quiet"
            + " splash findiso=${iso_path} --- ; initrd /live/initrd.img-6.12.48-amd64 }");

    LiveSystem system = find();

    assertThat(system.preset()).contains(Preset.DEBIAN_LIVE);
    assertThat(system.arguments())
        .isEqualTo("boot=live components fetch={rootfs_url} quiet splash");
    assertThat(system.notes()).containsExactly("took the entry 'Live system' of its boot menu");
  }

  @Test
  void findsAnArchisoWithItsOwnDirectory() throws Exception {
    put("sysresccd/boot/x86_64/vmlinuz", "k");
    put("sysresccd/boot/x86_64/sysresccd.img", "i");
    put("sysresccd/x86_64/airootfs.sfs", "s");
    put("sysresccd/x86_64/airootfs.sha512", "c");

    LiveSystem byPlace = find();

    assertThat(byPlace.preset()).contains(Preset.ARCH);
    assertThat(byPlace.arguments())
        .isEqualTo("archisobasedir=sysresccd archiso_http_srv={base_url}/ ip=dhcp checksum=y");
    assertThat(byPlace.payloads())
        .extracting(LiveSystem.Named::name)
        .containsExactly("sysresccd/x86_64/airootfs.sfs", "sysresccd/x86_64/airootfs.sha512");

    put(
        "sysresccd/boot/syslinux/sysresccd_sys.cfg",
        """
        LABEL sysresccd
        MENU LABEL Boot SystemRescue using default options
        LINUX /sysresccd/boot/x86_64/vmlinuz
        INITRD /sysresccd/boot/intel_ucode.img,/sysresccd/boot/x86_64/sysresccd.img
        APPEND archisobasedir=sysresccd archisolabel=RESCUE1202 iomem=relaxed
        """);
    put("sysresccd/boot/intel_ucode.img", "");

    LiveSystem byMenu = find();

    assertThat(byMenu.arguments()).isEqualTo(byPlace.arguments() + " iomem=relaxed");
    assertThat(byMenu.early()).hasSize(1);
    assertThat(byMenu.payloads()).isEqualTo(byPlace.payloads());
  }

  /** As on SystemRescue: ISOLINUX continues in another directory, and GRUB's menu has a name. */
  @Test
  void readsTheMenusOfSystemRescue() throws Exception {
    put("sysresccd/boot/x86_64/vmlinuz", "k");
    put("sysresccd/boot/x86_64/sysresccd.img", "the large one");
    put("sysresccd/boot/intel_ucode.img", "u");
    put("sysresccd/x86_64/airootfs.sfs", "s");
    put(
        "isolinux/isolinux.cfg",
        "LABEL loadconfig\n"
            + "  CONFIG /sysresccd/boot/syslinux/sysresccd.cfg\n"
            + "  APPEND /sysresccd/\n");
    put(
        "sysresccd/boot/syslinux/sysresccd.cfg",
        """
        LABEL boot
        LINUX boot/x86_64/vmlinuz
        INITRD boot/intel_ucode.img,boot/x86_64/sysresccd.img
        APPEND archisobasedir=sysresccd archisolabel=RESCUE1202 iomem=relaxed
        """);

    assertThat(find().notes()).containsExactly("took the entry 'boot' of its boot menu");

    Files.delete(medium.resolve("isolinux/isolinux.cfg"));
    Files.delete(medium.resolve("sysresccd/boot/syslinux/sysresccd.cfg"));
    put(
        "boot/grub/grubsrcd.cfg",
        "menuentry 'Boot' { linux /sysresccd/boot/x86_64/vmlinuz archisobasedir=sysresccd"
            + " iomem=relaxed; initrd /sysresccd/boot/intel_ucode.img"
            + " /sysresccd/boot/x86_64/sysresccd.img }");

    LiveSystem system = find();

    assertThat(system.arguments()).endsWith(" iomem=relaxed");
    assertThat(system.early()).hasSize(1);
  }

  /** As on Pop!_OS; casper mounts the ISO and looks there. */
  @Test
  void keepsThePlaceOfTheRootInAnIsoThatIsFetched() throws Exception {
    String menu =
        "menuentry Try { linux /casper_pop/vmlinuz.efi boot=casper live-media-path=/casper_pop"
            + " noprompt ---; initrd /casper_pop/initrd.gz }";
    byte[] iso =
        TestIso.iso(Names.ROCK_RIDGE)
            .file("casper_pop/vmlinuz.efi", "k")
            .file("casper_pop/initrd.gz", "i")
            .file("boot/grub/grub.cfg", menu)
            .build()
            .bytes();
    Path file = Files.write(medium.resolve("pop.iso"), iso);

    LiveSystem system = LiveSystemFinder.find(file, Optional.empty(), Optional.empty());

    assertThat(system.preset()).contains(Preset.UBUNTU_CASPER);
    assertThat(system.arguments()).endsWith(" boot=casper live-media-path=/casper_pop noprompt");
  }

  /** Linux Mint ends its arguments so; the kernel would not read what is added after it. */
  @Test
  void leavesOutTheMarkForInitThatNothingFollows() throws Exception {
    put("live/vmlinuz", "k");
    put("live/initrd.img", "i");
    put("live/filesystem.squashfs", "s");
    put(
        "isolinux/isolinux.cfg",
        "LABEL live\nKERNEL /live/vmlinuz\nAPPEND initrd=/live/initrd.img boot=live quiet --\n");

    assertThat(find().arguments()).isEqualTo("boot=live components fetch={rootfs_url} quiet");

    put(
        "isolinux/isolinux.cfg",
        "LABEL live\nKERNEL /live/vmlinuz\nAPPEND initrd=/live/initrd.img boot=live -- 3\n");

    assertThat(find().arguments()).isEqualTo("boot=live components fetch={rootfs_url} -- 3");
  }

  /** Void and others have kernel and initramfs in places of their own. */
  @Test
  void knowsDracutByItsArguments() throws Exception {
    put("boot/vmlinuz", "k");
    put("boot/initrd", "i");
    put("LiveOS/squashfs.img", "s");
    put(
        "boot/grub/grub.cfg",
        "menuentry 'Void Linux' { linux /boot/vmlinuz root=live:CDLABEL=VOID_LIVE ro"
            + " vconsole.keymap=us ; initrd /boot/initrd }");

    LiveSystem system = find();

    assertThat(system.preset()).contains(Preset.DRACUT_LIVE);
    assertThat(system.arguments())
        .isEqualTo(Preset.DRACUT_LIVE.arguments() + " ro vconsole.keymap=us");
  }

  /** Gentoo and Harvester name the file with arguments, as they have it elsewhere. */
  @Test
  void findsTheRootThatTheArgumentsName() throws Exception {
    put("boot/kernel", "k");
    put("boot/initrd", "i");
    put("rootfs.squashfs", "s");
    put(
        "boot/grub2/grub.cfg",
        "menuentry 'Harvester' { linux /boot/kernel cdroot root=live:CDLABEL=COS_LIVE rd.live.dir=/"
            + " rd.live.squashimg=rootfs.squashfs console=tty1 ; initrd /boot/initrd }");

    LiveSystem system = find();

    assertThat(system.payloads())
        .extracting(LiveSystem.Named::name)
        .containsExactly("rootfs.squashfs");
    assertThat(system.arguments()).isEqualTo(Preset.DRACUT_LIVE.arguments() + " console=tty1");
  }

  @Test
  void findsTheOnlySquashfsOfGrml() throws Exception {
    put("boot/grml64full/vmlinuz", "k");
    put("boot/grml64full/initrd.img", "i");
    put("live/grml64-full/grml64-full.squashfs", "s");
    put(
        "boot/grub/grub.cfg",
        "menuentry 'grml64-full' { linux /boot/grml64full/vmlinuz boot=live"
            + " live-media-path=/live/grml64-full/ nomce; initrd /boot/grml64full/initrd.img }");

    LiveSystem system = find();

    assertThat(system.payloads())
        .extracting(LiveSystem.Named::name)
        .containsExactly("live/grml64-full/grml64-full.squashfs");
    assertThat(system.arguments()).isEqualTo("boot=live components fetch={rootfs_url} nomce");
  }

  @Test
  void putsTheRootOfGenkernelIntoAnInitrd() throws Exception {
    put("boot/gentoo", "k");
    put("boot/gentoo.igz", "i");
    put("image.squashfs", "s");

    LiveSystem byPlace = find();

    assertThat(byPlace.preset()).contains(Preset.GENTOO);
    assertThat(byPlace.wrapped())
        .extracting(LiveSystem.Named::name)
        .containsExactly("image.squashfs");
    assertThat(byPlace.payloads()).isEmpty();
    assertThat(byPlace.arguments()).isEqualTo(Preset.GENTOO.arguments());

    put(
        "isolinux/isolinux.cfg",
        """
        label own
          kernel /boot/gentoo
          append root=/dev/ram0 init=/linuxrc dokeymap looptype=squashfs loop=/own.squashfs cdroot
          initrd /boot/gentoo.igz
        """);
    put("own.squashfs", "o");

    LiveSystem byMenu = find();

    assertThat(byMenu.wrapped()).extracting(LiveSystem.Named::name).containsExactly("own.squashfs");
    assertThat(byMenu.arguments())
        .isEqualTo(
            "root=/dev/ram0 init=/linuxrc looptype=squashfs loop=/own.squashfs cdroot dokeymap");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          .disk/info        | Ubuntu-Server 24.04.3 LTS "Noble Numbat" - Release amd64 (20250805) | 24.04.3
          .disk/info        | Official Debian GNU/Linux Live 13.1.0 standard 2025-09-06T10:09     | 13.1.0
          .disk/info        | GParted-live 1.8.1-3-amd64                                          | 1.8.1-3
          .disk/info        | a build of 20250805                                                 |
          arch/version      | 2026.11.01                                                          | 2026.11.01
          sysresccd/VERSION | 12.03                                                               | 12.03
          .alpine-release   | alpine-extended-3.22.1 250715                                       | 3.22.1
          """)
  void readsWhichReleaseItIs(String file, String text, String version) throws Exception {
    put("live/vmlinuz", "k");
    put("live/initrd.img", "i");
    put("live/filesystem.squashfs", "s");
    put(file, text + "\n");

    assertThat(find().release()).contains(new MediumRelease(text, Optional.ofNullable(version)));
  }

  @Test
  void readsTheReleaseOfATree() throws Exception {
    put("live/vmlinuz", "k");
    put("live/initrd.img", "i");
    put("live/filesystem.squashfs", "s");
    put(".treeinfo", "[header]\nversion = 1.2\n[release]\nname = Own \u001b[31m\nversion = 44\n");

    assertThat(find().release().orElseThrow().title()).startsWith("Own").doesNotContain("\u001b");
    assertThat(find().release().orElseThrow().version()).contains("44");
  }

  @Test
  void takesFurtherInitrdsInTheirOrder() throws Exception {
    put("live/vmlinuz", "k");
    put("live/initrd.img", "the large one");
    put("live/ucode.img", "u");
    put("live/more.img", "m");
    put("live/filesystem.squashfs", "s");
    put(
        "boot/grub/grub.cfg",
        "menuentry x { linux /live/vmlinuz boot=live; initrd /live/ucode.img /live/initrd.img"
            + " /live/more.img }");

    LiveSystem system = find();

    assertThat(system.early()).hasSize(1);
    assertThat(system.initramfs().orElseThrow().length()).isEqualTo("the large one".length());
    assertThat(system.extras()).extracting(LiveSystem.Named::name).containsExactly("more.img");
  }

  @Test
  void takesTheEntryThatIsNamed() throws Exception {
    put("live/vmlinuz", "k");
    put("live/vmlinuz-hwe", "newer");
    put("live/initrd.img", "i");
    put("live/initrd.img-hwe", "i");
    put("live/filesystem.squashfs", "s");
    put("boot/memtest86+x64.bin", "m");
    put(
        "isolinux/isolinux.cfg",
        """
        label Rescue mode
        linux /live/vmlinuz
        initrd /live/initrd.img
        append boot=live single
        label Live
        linux /live/vmlinuz
        initrd /live/initrd.img
        append boot=live
        label Live with a newer kernel
        linux /live/vmlinuz-hwe
        initrd /live/initrd.img-hwe
        append boot=live
        label Memory test
        linux /boot/memtest86+x64.bin
        """);

    assertThat(find().notes())
        .containsExactly(
            "took the entry 'Live' of its boot menu, and not 'Live with a newer kernel', 'Rescue"
                + " mode', 'Memory test'; --entry takes another one");
    assertThat(find("live with").kernel().length()).isEqualTo("newer".length());
    assertThat(find("RESCUE mode").arguments()).endsWith(" single");
    LiveSystem memtest = find("Memory test");
    assertThat(memtest.initramfs()).isEmpty();
    assertThat(memtest.preset()).isEmpty();
    assertThatThrownBy(() -> find("Windows"))
        .isInstanceOf(UnknownSystemException.class)
        .hasMessageContaining(
            "has no entry 'Windows' in its boot menu; there are 'Live', 'Live with a newer kernel',"
                + " 'Rescue mode', 'Memory test'");
    assertThatThrownBy(() -> find("Li")).hasMessageContaining("more than one entry 'Li'");
  }

  @Test
  void refusesDebiansInstallerForDrives() throws Exception {
    put("install.amd/vmlinuz", "k");
    put("install.amd/initrd.gz", "i");
    put(
        "isolinux/txt.cfg",
        "label install\nmenu label ^Install\nkernel /install.amd/vmlinuz\n"
            + "append vga=788 initrd=/install.amd/initrd.gz --- quiet\n");
    put("isolinux/isolinux.cfg", "include txt.cfg\n");

    assertThatThrownBy(this::find)
        .isInstanceOf(UnknownSystemException.class)
        .hasMessageContaining("Debian's installer for drives ('Install')");
    assertThatThrownBy(() -> find("Install")).hasMessageContaining("images/netboot");
  }

  @Test
  void namesTheEntriesOfAnUnknownMedium() throws Exception {
    put("boot/bzImage", "k");
    put("boot/rootfs.gz", "i");
    put(
        "boot/grub/grub.cfg",
        "menuentry 'Slitaz' { linux /boot/bzImage rw root=/dev/null; initrd /boot/rootfs.gz }");

    assertThatThrownBy(this::find)
        .hasMessageContaining("if these need nothing else from the medium; there are 'Slitaz'");
    assertThat(find("Slitaz").arguments()).isEqualTo("rw");
  }

  @Test
  void refusesALinkThatLeavesTheDirectory(@TempDir Path elsewhere) throws Exception {
    Path secret = Files.writeString(elsewhere.resolve("secret"), "s");
    put("live/initrd.img", "i");
    put("live/filesystem.squashfs", "s");
    Files.createSymbolicLink(medium.resolve("live/vmlinuz"), secret);

    assertThatThrownBy(this::find)
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining("live/vmlinuz: is a link to ");
  }

  private LiveSystem find() throws UnknownSystemException, IOException {
    return LiveSystemFinder.find(medium, Optional.empty(), Optional.empty());
  }

  private LiveSystem find(String entry) throws UnknownSystemException, IOException {
    return LiveSystemFinder.find(medium, Optional.empty(), Optional.of(entry));
  }

  private void put(String path, String content) throws IOException {
    Path file = medium.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
