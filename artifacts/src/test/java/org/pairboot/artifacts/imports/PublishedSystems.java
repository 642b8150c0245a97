package org.pairboot.artifacts.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.testimages.Archive;
import org.pairboot.artifacts.testimages.LiveImages;
import org.pairboot.artifacts.testimages.TestIso;
import org.pairboot.artifacts.testimages.TestIso.Names;

/** Makes what the publishers of the catalogue's systems have, with their layouts, in a mirror. */
final class PublishedSystems {
  private static final byte[] KERNEL = kernel();
  private static final byte[] INITRAMFS = Archive.archive().file("init", "x").cpio();
  private static final byte[] SQUASHFS = LiveImages.squashfs(50_000);
  private static final LiveImages.Pair COREOS = LiveImages.today();

  private final Path mirror;

  PublishedSystems(Path mirror) {
    this.mirror = mirror;
  }

  void anaconda(String older, String newest, String version) throws Exception {
    Files.createDirectories(mirror.resolve(older));
    String tree = newest + "/x86_64/os/";
    write(tree + "images/pxeboot/vmlinuz", KERNEL);
    write(tree + "images/pxeboot/initrd.img", INITRAMFS);
    write(tree + "images/install.img", SQUASHFS);
    write(
        tree + ".treeinfo",
        """
        [checksums]
        images/install.img = sha256:%s
        images/pxeboot/initrd.img = sha256:%s
        images/pxeboot/vmlinuz = sha256:%s

        [general]
        arch = x86_64
        version = %s
        """
            .formatted(hex(SQUASHFS), hex(INITRAMFS), hex(KERNEL), version));
  }

  void alpine() throws Exception {
    write(
        "alpine/latest-stable/releases/x86_64/latest-releases.yaml",
        "-\n  branch: v3.22\n  file: alpine-netboot-3.22.1-x86_64.tar.gz\n");
    String netboot = "alpine/v3.22/releases/x86_64/netboot/";
    write(netboot + "vmlinuz-lts", KERNEL);
    write(netboot + "initramfs-lts", INITRAMFS);
    write(netboot + "modloop-lts", SQUASHFS);
  }

  void arch() throws Exception {
    byte[] iso = archIso();
    write(
        "iso/latest/sha256sums.txt",
        hex(iso) + "  archlinux-2025.11.01-x86_64.iso\n" + hex(iso) + "  archlinux-x86_64.iso\n");
    write("iso/2025.11.01/archlinux-2025.11.01-x86_64.iso", iso);
    write("iso/2025.11.01/sha256sums.txt", hex(iso) + "  archlinux-2025.11.01-x86_64.iso\n");
  }

  void systemRescue() throws Exception {
    byte[] iso =
        TestIso.iso(Names.ROCK_RIDGE)
            .file("sysresccd/boot/x86_64/vmlinuz", KERNEL)
            .file("sysresccd/boot/x86_64/sysresccd.img", INITRAMFS)
            .file("sysresccd/x86_64/airootfs.sfs", SQUASHFS)
            .file(
                "boot/grub/grub.cfg",
                """
                menuentry "Boot SystemRescue using default options" {
                  linux /sysresccd/boot/x86_64/vmlinuz archisobasedir=sysresccd archisolabel=RESCUE
                  initrd /sysresccd/boot/x86_64/sysresccd.img
                }
                """)
            .build()
            .bytes();
    write(
        "Download/index.html",
        "<a href='systemrescue-9.06-amd64.iso'> <a href='systemrescue-12.03-amd64.iso'>");
    write("releases/12.03/systemrescue-12.03-amd64.iso", iso);
    write("releases/12.03/systemrescue-12.03-amd64.iso.sha256", hex(iso) + "\n");
  }

  private static byte[] archIso() throws Exception {
    return TestIso.iso(Names.ROCK_RIDGE)
        .file("arch/boot/x86_64/vmlinuz-linux", KERNEL)
        .file("arch/boot/x86_64/initramfs-linux.img", INITRAMFS)
        .file("arch/x86_64/airootfs.sfs", SQUASHFS)
        .build()
        .bytes();
  }

  void debianLive(String path, String sums, String older) throws Exception {
    byte[] iso =
        TestIso.iso(Names.ROCK_RIDGE)
            .file("live/vmlinuz", KERNEL)
            .file("live/initrd.img", INITRAMFS)
            .file("live/filesystem.squashfs", SQUASHFS)
            .build()
            .bytes();
    String name = path.substring(path.lastIndexOf('/') + 1);
    String version = name.replaceAll(".*-live-(.*)-amd64.*", "$1");
    write(path, iso);
    write(
        sums,
        "### SHA256SUMS:\n"
            + hex(KERNEL)
            + "  "
            + name.replace(version, older)
            + "\n"
            + hex(iso)
            + "  "
            + name
            + "\n");
  }

  void debianInstaller() throws Exception {
    String suite = "debian/dists/stable/";
    String images = suite + "main/installer-amd64/20250803/images/";
    Files.createDirectories(mirror.resolve(suite + "main/installer-amd64/20230607+deb12u5"));
    Files.createDirectories(mirror.resolve(suite + "main/installer-amd64/current"));
    write(images + "netboot/debian-installer/amd64/linux", KERNEL);
    write(images + "netboot/debian-installer/amd64/initrd.gz", INITRAMFS);
    byte[] sums =
        "%s  ./netboot/debian-installer/amd64/linux\n%s  ./netboot/debian-installer/amd64/initrd.gz\n%s  ./cdrom/initrd.gz\n"
            .formatted(hex(KERNEL), hex(INITRAMFS), hex(KERNEL))
            .getBytes(UTF_8);
    write(images + "SHA256SUMS", sums);
    write(
        suite + "Release",
        """
        Suite: stable
        MD5Sum:
         8bda4ce4f0530ae601d1d7a7c47eb927    78509 main/installer-amd64/20250803/images/SHA256SUMS
        SHA256:
         %s    78509 main/installer-amd64/20250803/images/SHA256SUMS
        """
            .formatted(hex(sums)));
  }

  void coreos() throws Exception {
    write("builds/kernel", KERNEL);
    write("builds/initramfs.img", COREOS.initramfs());
    write("builds/rootfs.img", COREOS.rootfs());
    write(
        "streams/stable.json",
        """
        {"architectures": {"x86_64": {"artifacts": {"metal": {"release": "44.1", "formats": {"pxe": {
          "kernel": {"location": "https://builds.example/builds/kernel", "sha256": "%s"},
          "initramfs": {"location": "https://builds.example/builds/initramfs.img", "sha256": "%s"},
          "rootfs": {"location": "https://builds.example/builds/rootfs.img", "sha256": "%s"}}}}}}}}
        """
            .formatted(hex(KERNEL), hex(COREOS.initramfs()), hex(COREOS.rootfs())));
  }

  void flatcar() throws Exception {
    write("amd64-usr/current/version.txt", "FLATCAR_BUILD=4459\nFLATCAR_VERSION=4459.2.1\n");
    write("amd64-usr/4459.2.1/flatcar_production_pxe.vmlinuz", KERNEL);
    write("amd64-usr/4459.2.1/flatcar_production_pxe_image.cpio.gz", INITRAMFS);
  }

  void memtest() throws Exception {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(archive)) {
      for (String name : List.of("mt86p_810_i586", "mt86p_810_x86_64")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(KERNEL);
      }
    }
    write("index.html", "<a href='/download/v8.10/mt86plus_8.10.binaries.zip'>");
    write("download/v8.10/mt86plus_8.10.binaries.zip", archive.toByteArray());
    write(
        "download/v8.10/sha256sum.txt",
        hex(archive.toByteArray()) + "  mt86plus_8.10.binaries.zip\n");
  }

  void netbootXyz() throws Exception {
    write("repos/netbootxyz/netboot.xyz/releases/latest", "{\"tag_name\": \"3.0.3\"}");
    write("ipxe/netboot.xyz.lkrn", KERNEL);
    write(
        "ipxe/netboot.xyz-sha256-checksums.txt",
        "# netboot.xyz bootloaders\n\n" + hex(KERNEL) + " *netboot.xyz.lkrn\n");
  }

  void nixos() throws Exception {
    String release = "nix-community/nixos-images/releases/download/nixos-unstable/";
    write(
        release + "netboot-x86_64-linux.ipxe",
        """
        #!ipxe
        kernel bzImage-x86_64-linux init=/nix/store/0123456789abcdfghijklmnpqrsvwxyz-nixos-system-nixos-kexec-26.05.20261101.abcdef0/init initrd=initrd-x86_64-linux nohibernate loglevel=4 ${cmdline}
        """);
    write(release + "bzImage-x86_64-linux", KERNEL);
    write(release + "initrd-x86_64-linux", INITRAMFS);
  }

  void tumbleweed() throws Exception {
    opensuse("tumbleweed");
    write("tumbleweed/iso/openSUSE-Tumbleweed-NET-x86_64-Snapshot20261101-Media.iso", KERNEL);
    write("tumbleweed/iso/openSUSE-Tumbleweed-NET-x86_64-Snapshot20261030-Media.iso", KERNEL);
  }

  void leap(int size) throws Exception {
    byte[] iso =
        TestIso.iso(Names.ROCK_RIDGE)
            .file("boot/x86_64/loader/linux", KERNEL)
            .file("boot/x86_64/loader/initrd", INITRAMFS)
            .file("LiveOS/squashfs.img", LiveImages.squashfs(size))
            .file(
                "boot/grub2/grub.cfg",
                """
                menuentry "Install Leap 16.1" --class os {
                  linux ($root)/boot/x86_64/loader/linux root=live:CDLABEL=Install-Leap-x86_64 rd.live.image
                  initrd ($root)/boot/x86_64/loader/initrd
                }
                menuentry "Failsafe -- Install Leap 16.1" --class os {
                  linux ($root)/boot/x86_64/loader/linux root=live:CDLABEL=Install-Leap-x86_64 rd.live.image nomodeset
                  initrd ($root)/boot/x86_64/loader/initrd
                }
                """)
            .build()
            .bytes();
    Files.createDirectories(mirror.resolve("distribution/leap/15.6"));
    Files.createDirectories(mirror.resolve("distribution/leap/16.0"));
    String place = "distribution/leap/16.1/offline/Leap-16.1-online-installer-x86_64";
    write(place + ".install.iso", iso);
    write(
        place + ".install.iso.sha256",
        hex(iso) + "  Leap-16.1-online-installer-x86_64-Build201.2.install.iso\n");
  }

  void opensuse(String at) throws Exception {
    write(at + "/repo/oss/boot/x86_64/loader/linux", KERNEL);
    write(at + "/repo/oss/boot/x86_64/loader/initrd", INITRAMFS);
  }

  void talos() throws Exception {
    write("repos/siderolabs/talos/releases/latest", "{\"tag_name\":\"v1.12.1\",\"name\":\"x\"}");
    String release = "siderolabs/talos/releases/download/v1.12.1/";
    write(release + "vmlinuz-amd64", KERNEL);
    write(release + "initramfs-amd64.xz", INITRAMFS);
    write(
        release + "sha256sum.txt",
        "%s  vmlinuz-amd64\n%s  initramfs-amd64.xz\n".formatted(hex(KERNEL), hex(INITRAMFS)));
  }

  void ubuntu(String release, String at, String flavour, String arch) throws Exception {
    byte[] iso =
        TestIso.iso(Names.ROCK_RIDGE)
            .file("casper/vmlinuz", arch.equals("amd64") ? KERNEL : armKernel())
            .file("casper/initrd", INITRAMFS)
            .build()
            .bytes();
    Files.createDirectories(mirror.resolve(release).resolveSibling("22.04"));
    Files.createDirectories(mirror.resolve(release).resolveSibling("25.10"));
    String name = "ubuntu-24.04.3-" + flavour + "-" + arch + ".iso";
    write(at + "/" + name, iso);
    write(at + "/SHA256SUMS", hex(iso) + " *" + name + "\n");
  }

  void write(String path, String text) throws Exception {
    write(path, text.getBytes(UTF_8));
  }

  void write(String path, byte[] bytes) throws Exception {
    Path file = mirror.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  static String hex(byte[] bytes) {
    return Sha256.of(ByteBuffer.wrap(bytes)).hex();
  }

  /** A bzImage for x86_64, with one sector of real-mode code and 64 KiB of kernel. */
  private static byte[] kernel() {
    ByteBuffer kernel = ByteBuffer.allocate(1024 + (64 << 10)).order(ByteOrder.LITTLE_ENDIAN);
    kernel.put(0x1f1, (byte) 1).putInt(0x1f4, (64 << 10) / 16).putShort(0x1fe, (short) 0xaa55);
    kernel.put(0x202, "HdrS".getBytes(UTF_8)).putShort(0x206, (short) 0x20f);
    kernel.put(0x211, (byte) 1).putShort(0x236, (short) 1);
    return kernel.array();
  }

  private static byte[] armKernel() {
    ByteBuffer kernel = ByteBuffer.allocate(64 << 10).order(ByteOrder.LITTLE_ENDIAN);
    kernel.put(56, "ARMd".getBytes(UTF_8));
    return kernel.array();
  }
}
