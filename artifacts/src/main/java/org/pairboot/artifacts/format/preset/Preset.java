package org.pairboot.artifacts.format.preset;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The live systems that are known. Sources of the facts: each system's own initramfs scripts and
 * netboot documentation.
 *
 * <p>The order is the one in which they are looked for: what is also found in another comes first.
 */
public enum Preset {
  FEDORA_COREOS(
      "fedora-coreos",
      "Fedora CoreOS, RHEL CoreOS",
      new RootSource.Appended(),
      "",
      List.of(
          Layout.of(
              "images/pxeboot/vmlinuz", "images/pxeboot/initrd.img", "images/pxeboot/rootfs.img")),
      List.of("etc/coreos-live-initramfs")),

  FLATCAR(
      "flatcar",
      "Flatcar Container Linux",
      new RootSource.Inside(),
      "flatcar.first_boot=1",
      List.of(
          Layout.of("flatcar_production_pxe.vmlinuz", "flatcar_production_pxe_image.cpio.gz"),
          Layout.of("flatcar/vmlinuz", "flatcar/cpio.gz")),
      List.of("usr.squashfs")),

  /** Goes by the extension of what it fetches (9990-mount-http.sh), so that is kept. */
  DEBIAN_LIVE(
      "debian-live",
      "Debian live",
      new RootSource.Fetched("a Debian live image carries nothing that ties its files together"),
      "boot=live components fetch={rootfs_url}",
      List.of(Layout.of("live/vmlinuz*", "live/initrd.img*", "live/filesystem.squashfs")),
      List.of("scripts/live")),

  /**
   * Copies a whole ISO to memory. Without {@code cloud-config-url} the cloud-init of the server
   * images fetches the ISO once more, to see whether it is a configuration.
   */
  UBUNTU_CASPER(
      "ubuntu-casper",
      "Ubuntu desktop and server",
      new RootSource.Fetched("an Ubuntu live image carries nothing that ties its files together"),
      "root=/dev/ram0 ramdisk_size=1500000 ip=dhcp cloud-config-url=/dev/null url={rootfs_url}",
      List.of(
          Layout.ofWholeIso("casper/vmlinuz", "casper/initrd", "live.iso"),
          Layout.ofWholeIso("casper/vmlinuz", "casper/initrd.lz", "live.iso")),
      List.of("scripts/casper")),

  /** Looks for images/install.img below the URL by itself (anaconda_net_root). */
  ANACONDA(
      "anaconda",
      "installers of Fedora, RHEL, Rocky, Alma",
      new RootSource.Fetched("an installer image carries nothing that ties its files together"),
      "inst.stage2={base_url}",
      List.of(
          Layout.of("images/pxeboot/vmlinuz", "images/pxeboot/initrd.img", "images/install.img")
              .and("images/updates.img", "")
              .and("images/product.img", "")),
      List.of("lib/anaconda-lib.sh", "usr/lib/anaconda-lib.sh")),

  ARCH(
      "arch",
      "Arch Linux",
      new RootSource.Fetched("an Arch Linux image proves its root file system while it boots"),
      // Without the trailing slash it asks for BASEarch/x86_64/airootfs.sfs.
      "archisobasedir=arch archiso_http_srv={base_url}/ ip=dhcp",
      Stream.of("airootfs.sfs", "airootfs.erofs")
          .map(root ->
              Layout.of(
                      "arch/boot/x86_64/vmlinuz-linux*",
                      "arch/boot/x86_64/initramfs-linux*.img",
                      "arch/x86_64/" + root)
                  .and("arch/x86_64/airootfs.sha512", "checksum=y"))
          .toList(),
      List.of("hooks/archiso_pxe_http", "hooks/archiso")),

  ALPINE(
      "alpine",
      "Alpine Linux",
      new RootSource.Fetched("an Alpine image carries nothing that ties its files together"),
      "ip=dhcp modules=loop,squashfs modloop={rootfs_url}",
      Stream.of("boot/", "netboot/", "")
          .map(at ->
              Layout.of(at + "vmlinuz-*", at + "initramfs-*", at + "modloop-*")
                  .and("apks/*/*", "alpine_repo={base_url}/apks"))
          .toList(),
      List.of("sbin/nlplug-findfs", "usr/sbin/nlplug-findfs")),

  /** Derives the names of three further files from that of the image, by its .xz. */
  KIWI(
      "kiwi",
      "openSUSE and SUSE install images made with kiwi",
      new RootSource.Fetched("a kiwi image proves its bytes while it is installed"),
      "rd.kiwi.install.pxe rd.kiwi.install.image={rootfs_url}",
      Stream.of("pxeboot.*.initrd", "pxeboot.*.initrd.xz")
          .map(initrd -> kiwi("pxeboot.*.kernel", initrd))
          .toList(),
      List.of("usr/lib/dracut/hooks/pre-mount/30-kiwi-dump-image.sh")),

  /**
   * dracut 059 mounts a root file system that lies in the squashfs itself, and not in an image
   * inside of it, with that overlay alone, but makes its directories only when it is asked for by
   * name.
   */
  DRACUT_LIVE(
      "dracut-live",
      "Fedora live, openSUSE live and other live images made with dracut",
      new RootSource.Fetched("a dracut live image carries nothing that ties its files together"),
      "root=live:{rootfs_url} rd.live.image rd.live.overlay.overlayfs=1 ip=dhcp rd.neednet=1",
      List.of(
          Layout.of("images/pxeboot/vmlinuz", "images/pxeboot/initrd.img", "LiveOS/squashfs.img"),
          Layout.of("boot/x86_64/loader/linux", "boot/x86_64/loader/initrd", "LiveOS/squashfs.img"),
          Layout.of("isolinux/vmlinuz*", "isolinux/initrd*.img", "LiveOS/squashfs.img")),
      List.of("sbin/livenetroot", "usr/sbin/livenetroot", "usr/bin/livenetroot")),

  TALOS(
      "talos",
      "Talos Linux",
      new RootSource.Inside(),
      "talos.platform=metal slab_nomerge pti=on",
      List.of(
          Layout.of("vmlinuz-*", "initramfs-*.xz"),
          Layout.of("kernel-*", "initramfs-*.xz"),
          Layout.of("boot/vmlinuz", "boot/initramfs.xz")),
      List.of("rootfs.sqsh"));

  private final String term;
  private final String title;
  private final RootSource root;
  private final String arguments;
  private final List<Layout> layouts;
  private final List<String> markers;

  Preset(
      String term,
      String title,
      RootSource root,
      String arguments,
      List<Layout> layouts,
      List<String> markers) {
    this.term = term;
    this.title = title;
    this.root = root;
    this.arguments = arguments;
    this.layouts = List.copyOf(layouts);
    this.markers = List.copyOf(markers);
  }

  private static Layout kiwi(String kernel, String initramfs) {
    return Layout.of(kernel, initramfs, "*.xz")
        .and("*.md5", "")
        .and("*.initrd", "")
        .and("*.kernel", "");
  }

  /** The preset that is called {@code term}. */
  public static Optional<Preset> of(String term) {
    return Stream.of(values()).filter(preset -> preset.term.equals(term)).findFirst();
  }

  /** The name used in commands and messages. */
  public String term() {
    return term;
  }

  /** Which systems these are, for people. */
  public String title() {
    return title;
  }

  /** Where the root file system comes from. */
  public RootSource root() {
    return root;
  }

  /** The kernel argument by which machines find packages, where the image alone has none. */
  public Optional<String> repositoryArgument() {
    return switch (this) {
      case ANACONDA -> Optional.of("inst.repo");
      case ALPINE -> Optional.of("alpine_repo");
      default -> Optional.empty();
    };
  }

  /** The kernel arguments without which it does not boot from the network. */
  public String arguments() {
    return arguments;
  }

  List<Layout> layouts() {
    return layouts;
  }

  /** Paths in the initramfs, one of which tells the system. */
  List<String> markers() {
    return markers;
  }

  /**
   * The path under which a root file system that was given as a file of its own has to be served,
   * so that the system finds it.
   */
  public String servedAs(String fileName) {
    List<PathPattern> patterns =
        layouts.stream()
            .flatMap(layout ->
                switch (layout.root()) {
                  case Layout.Root.InTree(PathPattern pattern) -> Stream.of(pattern);
                  case Layout.Root.WholeIso(String servedAs) ->
                      Stream.of(new PathPattern(servedAs));
                  case Layout.Root.None() -> Stream.empty();
                })
            .toList();
    return patterns.stream()
        .filter(pattern -> PathPattern.matches(pattern.lastSegment(), fileName))
        .findFirst()
        .map(pattern -> pattern.directory() + fileName)
        .or(() ->
            patterns.stream().filter(PathPattern::isLiteral).findFirst().map(PathPattern::text))
        .orElse(fileName);
  }

  /** Where a system takes its root file system from. */
  public sealed interface RootSource {

    /** It is in the initramfs, so there is no further file. */
    record Inside() implements RootSource {}

    /** The rootfs of a pair: unpacked by the kernel as a further initrd, or fetched by URL. */
    record Appended() implements RootSource {}

    /**
     * A file that the initramfs fetches by URL, and that cannot be an initrd.
     *
     * @param reason what about it cannot be verified, for people
     */
    record Fetched(String reason) implements RootSource {}
  }
}
