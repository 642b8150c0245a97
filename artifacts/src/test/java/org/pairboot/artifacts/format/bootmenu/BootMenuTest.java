package org.pairboot.artifacts.format.bootmenu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BootMenuTest {
  private final Map<String, String> files = new TreeMap<>();

  @Test
  void readsIsolinuxWithItsIncludes() throws IOException {
    files.put(
        "isolinux/isolinux.cfg",
        """
        # a comment
        UI vesamenu.c32
        include menu.cfg
        """);
    files.put(
        "isolinux/menu.cfg",
        """
        default live
        label live
        	menu label ^Live system (amd64)
        	menu default
        	linux /live/vmlinuz
        	initrd /live/initrd.img,/live/more.img
        	append boot=live components quiet
        LABEL old
          KERNEL vmlinuz
          APPEND initrd=initrd.gz boot=live  "dyndbg=file a +p"
        label memtest
          kernel memtest.bin
        label local
          localboot 0x80
        label hdt
          com32 hdt.c32
        """);

    assertThat(entries())
        .containsExactly(
            "Live system (amd64): live/vmlinuz [live/initrd.img, live/more.img] boot=live"
                + " components quiet",
            "old: isolinux/vmlinuz [isolinux/initrd.gz] boot=live \"dyndbg=file a +p\"");
  }

  @Test
  void followsIsolinuxToOtherMenus() throws IOException {
    files.put(
        "rescue/boot/syslinux/syslinux.cfg",
        """
        LABEL more
        KERNEL vesamenu.c32
        APPEND more.cfg
        LABEL elsewhere
        CONFIG /other/x.cfg /other
        LABEL third
        CONFIG /third/x.cfg
        APPEND /third/
        """);
    files.put(
        "rescue/boot/syslinux/more.cfg", "LABEL a\nLINUX ../x86_64/vmlinuz\nINITRD ../i.img\n");
    files.put("other/x.cfg", "LABEL b\nLINUX k\n");
    files.put("third/x.cfg", "LABEL c\nLINUX k\n");

    assertThat(entries())
        .containsExactly(
            "a: rescue/boot/x86_64/vmlinuz [rescue/boot/i.img] ",
            "b: other/k [] ",
            "c: third/k [] ");
  }

  @Test
  void readsGrubWithVariablesAndSubmenus() throws IOException {
    files.put(
        "boot/grub/grub.cfg",
        """
        if loadfont $prefix/font.pf2 ; then
          set gfxmode=800x600
        fi
        function extra { linux /not/this }
        set linux=linux
        if [ "${grub_platform}" = "efi" ]; then set linux=linuxefi; fi
        source /boot/grub/theme.cfg
        menuentry --hotkey=l --class debian 'Live "here"' --id live { # comment
          search --set=root --file /.disk/info
          $linux ($root)/live/vmlinuz boot=live ${options} findiso=${iso_path} 'dyndbg=file a +p'
          initrd /boot/ucode.img /live/initrd.img
        }
        submenu "More ..." {
          menuentry "Rescue" {
            linux16 /live/vmlinuz boot=live single; initrd16 /live/initrd.img
          }
        }
        menuentry 'Memory test' { linux16 /boot/memtest86+x64.bin }
        """);
    files.put("boot/grub/theme.cfg", "options='quiet splash'\n");

    assertThat(entries())
        .containsExactly(
            "Live \"here\": live/vmlinuz [boot/ucode.img, live/initrd.img] boot=live quiet splash"
                + " \"dyndbg=file a +p\"",
            "Rescue: live/vmlinuz [live/initrd.img] boot=live single",
            "Memory test: boot/memtest86+x64.bin [] ");
  }

  @Test
  void readsLoaderEntriesAndTreeinfo() throws IOException {
    files.put(
        "loader/entries/01-arch.conf",
        """
        title    Arch Linux
        linux    /arch/boot/x86_64/vmlinuz-linux
        initrd   /arch/boot/intel-ucode.img
        initrd   /arch/boot/x86_64/initramfs-linux.img
        options  archisobasedir=arch archisolabel=ARCH
        options  quiet
        """);
    files.put("loader/entries/02-shell.conf", "title Shell\nefi /shellx64.efi\n");
    files.put(
        ".treeinfo",
        """
        [general]
        name = Rocky Linux 10
        arch = x86_64
        [images-x86_64]
        initrd = images/pxeboot/initrd.img
        kernel = images/pxeboot/vmlinuz
        """);

    assertThat(entries())
        .containsExactly(
            "Arch Linux: arch/boot/x86_64/vmlinuz-linux [arch/boot/intel-ucode.img,"
                + " arch/boot/x86_64/initramfs-linux.img] archisobasedir=arch archisolabel=ARCH"
                + " quiet",
            "Rocky Linux 10: images/pxeboot/vmlinuz [images/pxeboot/initrd.img] ");
  }

  @Test
  void namesWhatTwoMenusHaveOnce() throws IOException {
    files.put("isolinux/isolinux.cfg", "label Live\nlinux /k\ninitrd /i\nappend a\n");
    files.put("boot/grub/grub.cfg", "menuentry 'live' { linux /k b; initrd /i }\n");
    files.put("boot/grub2/grub.cfg", "menuentry 'other' { linux /k a; initrd /i }\n");

    assertThat(entries()).containsExactly("Live: k [i] a");
  }

  @Test
  void leavesOutWhatIsNotOnTheMedium() throws IOException {
    files.put("boot/grub/grub.cfg", "menuentry 'x' { linux /../../etc/passwd }\n");

    assertThat(entries()).isEmpty();
  }

  @Test
  void endsCircles() throws IOException {
    files.put("boot/grub/grub.cfg", "source /boot/grub/a.cfg\nmenuentry x { linux /k }\n");
    files.put("boot/grub/a.cfg", "configfile /boot/grub/grub.cfg\nsource /boot/grub/a.cfg\n");
    files.put(
        "isolinux/isolinux.cfg", "include isolinux.cfg\nlabel y\nlinux /l\nconfig isolinux.cfg\n");

    assertThat(entries()).contains("x: k [] ");
  }

  @Test
  void boundsWhatVariablesGrowTo() throws IOException {
    files.put(
        "boot/grub/grub.cfg",
        "set a=aaaaaaaa\n"
            + "set a=$a$a$a$a\n".repeat(100)
            + "menuentry x { linux /k $a }\n"
            + "menuentry y { linux /k }\n");

    assertThat(entries()).contains("y: k [] ");
  }

  @Test
  void boundsHowDeepBlocksAre() throws IOException {
    files.put("boot/grub/grub.cfg", "submenu x {\n".repeat(100_000));

    assertThat(entries()).isEmpty();
  }

  private List<String> entries() throws IOException {
    MenuFiles medium =
        new MenuFiles() {
          @Override
          public Optional<String> text(String path) {
            return Optional.ofNullable(files.get(path));
          }

          @Override
          public List<String> names(String directory) {
            String start = directory.isEmpty() ? "" : directory + "/";
            return files.keySet().stream()
                .filter(path -> path.startsWith(start))
                .map(path -> path.substring(start.length()).split("/")[0])
                .distinct()
                .toList();
          }
        };
    return BootMenu.entries(medium).stream()
        .map(entry ->
            entry.title() + ": " + entry.kernel() + " " + entry.initrds() + " " + entry.arguments())
        .toList();
  }
}
