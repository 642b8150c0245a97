package org.pairboot.artifacts.format.preset;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.artifacts.content.ArgumentTemplate;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.content.KernelArguments.Argument;
import org.pairboot.artifacts.format.live.PayloadType;

/**
 * The known live systems. The facts come from the initramfs scripts and the netboot documentation
 * of each.
 *
 * <p>They are tried in this order: a system whose files another one has too comes first.
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

  /**
   * Decides by the file extension of what it fetches (9990-mount-http.sh), so the extension is
   * kept.
   */
  DEBIAN_LIVE(
      "debian-live",
      "Debian live",
      new RootSource.Fetched("a Debian live image has no checksum that ties its files together"),
      "boot=live components fetch={rootfs_url}",
      List.of(
          Layout.of(
              "live/vmlinuz*", "live/initrd.img*", "<live-media-path:live>/filesystem.squashfs"),
          // Grml's squashfs has the name of the flavour.
          Layout.of("live/vmlinuz", "live/initrd.img", "<live-media-path:live>/*.squashfs")),
      List.of("scripts/live")),

  /**
   * Copies a whole ISO to memory. Without {@code cloud-config-url}, cloud-init in the server images
   * fetches the ISO again, to check whether it is a configuration.
   */
  UBUNTU_CASPER(
      "ubuntu-casper",
      "Ubuntu desktop and server",
      new RootSource.Fetched("an Ubuntu live image has no checksum that ties its files together"),
      "root=/dev/ram0 ramdisk_size=1500000 ip=dhcp cloud-config-url=/dev/null url={rootfs_url}",
      List.of(
          Layout.ofWholeIso("casper/*vmlinuz", "casper/*initrd", "live.iso"),
          Layout.ofWholeIso("casper/vmlinuz.efi", "casper/initrd", "live.iso")),
      List.of("scripts/casper")),

  /** Appends images/install.img to the URL by itself (anaconda_net_root). */
  ANACONDA(
      "anaconda",
      "installers of Fedora, RHEL, Rocky, Alma",
      new RootSource.Fetched("an installer image has no checksum that ties its files together"),
      "inst.stage2={base_url}",
      List.of(
          Layout.of("images/pxeboot/vmlinuz", "images/pxeboot/initrd.img", "images/install.img")
              .and("images/updates.img", "")
              .and("images/product.img", "")),
      List.of("lib/anaconda-lib.sh", "usr/lib/anaconda-lib.sh")),

  ARCH(
      "arch",
      "Arch Linux",
      new RootSource.Fetched(
          "an Arch Linux image verifies its root file system itself, while it boots"),
      // Without the trailing slash, it requests BASEarch/x86_64/airootfs.sfs.
      "archisobasedir=<archisobasedir:arch> archiso_http_srv={base_url}/ ip=dhcp",
      Stream.of("airootfs.sfs", "airootfs.erofs")
          .flatMap(root ->
              Stream.of(
                  arch("vmlinuz-linux*", "initramfs-linux*.img", root),
                  // SystemRescue's initramfs has the name of the directory.
                  arch("vmlinuz", "<archisobasedir:arch>.img", root)))
          .toList(),
      List.of("hooks/archiso_pxe_http", "hooks/archiso")),

  ALPINE(
      "alpine",
      "Alpine Linux",
      new RootSource.Fetched("an Alpine image has no checksum that ties its files together"),
      "ip=dhcp modules=loop,squashfs modloop={rootfs_url}",
      Stream.of("boot/", "netboot/", "")
          .map(at ->
              Layout.of(at + "vmlinuz-*", at + "initramfs-*", at + "modloop-*")
                  .and("apks/*/*", "alpine_repo={base_url}/apks"))
          .toList(),
      List.of("sbin/nlplug-findfs", "usr/sbin/nlplug-findfs")),

  /** Derives the names of three further files from that of the image, by replacing .xz. */
  KIWI(
      "kiwi",
      "openSUSE and SUSE install images made with kiwi",
      new RootSource.Fetched("a kiwi image verifies itself, while it is installed"),
      "rd.kiwi.install.pxe rd.kiwi.install.image={rootfs_url}",
      Stream.of("pxeboot.*.initrd", "pxeboot.*.initrd.xz")
          .map(initrd -> kiwi("pxeboot.*.kernel", initrd))
          .toList(),
      List.of("usr/lib/dracut/hooks/pre-mount/30-kiwi-dump-image.sh")),

  /**
   * The argument for the overlay is necessary for a root file system that is the squashfs itself,
   * not an image inside of it: dracut 059 mounts such a one with overlayfs only, but creates the
   * directories only if the overlay is requested by name.
   */
  DRACUT_LIVE(
      "dracut-live",
      "Fedora live, openSUSE live and other live images made with dracut",
      new RootSource.Fetched("a dracut live image has no checksum that ties its files together"),
      "root=live:{rootfs_url} rd.live.image rd.live.overlay.overlayfs=1 ip=dhcp rd.neednet=1",
      List.of(
          dracut("images/pxeboot/vmlinuz", "images/pxeboot/initrd.img"),
          dracut("boot/*/loader/linux", "boot/*/loader/initrd"),
          dracut("isolinux/vmlinuz*", "isolinux/initrd*.img")),
      List.of("sbin/livenetroot", "usr/sbin/livenetroot", "usr/bin/livenetroot")),

  /** Its initramfs mounts the ISO, which it looks for in itself before it looks for drives. */
  PROXMOX(
      "proxmox",
      "installers of Proxmox VE, Backup Server and Mail Gateway",
      new RootSource.Inside(),
      "ramdisk_size=16777216 rw",
      List.of(Layout.ofWrappedIso("boot/linux26", "boot/initrd.img", "proxmox.iso")),
      List.of()),

  /**
   * The initramfs of genkernel looks for the root file system in itself before it looks for a CD.
   * Newer media have dracut, and are dracut-live.
   */
  GENTOO(
      "gentoo",
      "Gentoo installation media made with genkernel",
      new RootSource.Inside(),
      "root=/dev/ram0 init=/linuxrc looptype=squashfs loop=<loop:/image.squashfs> cdroot",
      List.of(
          gentoo("boot/gentoo", "boot/gentoo.igz"),
          gentoo("isolinux/gentoo", "isolinux/gentoo.igz"),
          gentoo("isolinux/gentoo", "isolinux/gentoo.xz")),
      List.of()),

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

  private static Layout gentoo(String kernel, String initramfs) {
    return Layout.ofWrappedFile(kernel, initramfs, "<loop:/image.squashfs>");
  }

  private static Layout dracut(String kernel, String initramfs) {
    return Layout.of(kernel, initramfs, "<rd.live.dir:LiveOS>/<rd.live.squashimg:squashfs.img>");
  }

  private static Layout arch(String kernel, String initramfs, String root) {
    String boot = "<archisobasedir:arch>/boot/<arch:x86_64>/";
    String files = "<archisobasedir:arch>/<arch:x86_64>/";
    return Layout.of(boot + kernel, boot + initramfs, files + root)
        .and(files + "airootfs.sha512", "checksum=y");
  }

  /** The preset with the name {@code term}. */
  public static Optional<Preset> of(String term) {
    return Stream.of(values()).filter(preset -> preset.term.equals(term)).findFirst();
  }

  /** The name used in commands and messages. */
  public String term() {
    return term;
  }

  /** The systems, in words. */
  public String title() {
    return title;
  }

  /** Where the root file system comes from. */
  public RootSource root() {
    return root;
  }

  /** The kernel argument for the package repository, if the image itself has no packages. */
  public Optional<String> repositoryArgument() {
    return switch (this) {
      case ANACONDA -> Optional.of("inst.repo");
      case ALPINE -> Optional.of("alpine_repo");
      default -> Optional.empty();
    };
  }

  /** The kernel arguments that are necessary to boot from the network. */
  public String arguments() {
    return PathPattern.usual(arguments);
  }

  /** The same, for files in the places that {@code values} tell. */
  String arguments(Map<String, String> values) {
    // Not a path, but with the same placeholders.
    return PathPattern.fill(arguments, values);
  }

  /**
   * The same together with those that the system brings along. Only the preset knows where its
   * files are on the network; for anything else, the system knows better.
   */
  public String arguments(KernelArguments own) {
    List<Argument> needed =
        KernelArguments.parse(arguments()).all().stream()
            .filter(argument -> isPlace(argument) || !own.has(argument.name()))
            .toList();
    return MediumArguments.forNetwork(this, new KernelArguments(needed).toString(), own);
  }

  private static boolean isPlace(Argument argument) {
    return new ArgumentTemplate(argument.text()).wantsUrls();
  }

  /**
   * What the root file system may be, if it is a file that the system fetches: it would mount or
   * write nothing else. Empty if there is no such file.
   */
  public List<PayloadType> accepted() {
    return switch (this) {
      case UBUNTU_CASPER -> List.of(PayloadType.ISO);
      case KIWI -> List.of(PayloadType.XZ);
      // dmsquash-live-root takes an image of an ext4 as well.
      case DRACUT_LIVE -> List.of(PayloadType.SQUASHFS, PayloadType.EROFS, PayloadType.EXT);
      case DEBIAN_LIVE, ANACONDA, ARCH, ALPINE -> List.of(PayloadType.SQUASHFS, PayloadType.EROFS);
      case FEDORA_COREOS, FLATCAR, TALOS, PROXMOX, GENTOO -> List.of();
    };
  }

  List<Layout> layouts() {
    return layouts;
  }

  /** Whether it fetches the whole medium and mounts it as it would a drive. */
  boolean fetchesMedium() {
    return layouts.stream().anyMatch(layout -> layout.root() instanceof Layout.Root.WholeIso);
  }

  /** Paths in the initramfs, each of which identifies the system. */
  List<String> markers() {
    return markers;
  }

  /**
   * The path under which to serve a root file system given as a separate file, so that the system
   * finds it.
   *
   * @param type of the file
   */
  public String servedAs(String fileName, PayloadType type) {
    if (this == ARCH) {
      // It asks for one after the other, and mounts by the name.
      return "arch/x86_64/airootfs." + (type == PayloadType.EROFS ? "erofs" : "sfs");
    }
    List<PathPattern> patterns =
        layouts.stream()
            .flatMap(layout ->
                switch (layout.root()) {
                  case Layout.Root.InTree(PathPattern pattern) -> Stream.of(pattern.usual());
                  case Layout.Root.WholeIso(String servedAs) ->
                      Stream.of(new PathPattern(servedAs));
                  case Layout.Root.WrappedIso(String path) -> Stream.empty();
                  case Layout.Root.WrappedFile(PathPattern pattern) -> Stream.empty();
                  case Layout.Root.None() -> Stream.empty();
                })
            .toList();
    List<PathPattern> literal = patterns.stream().filter(PathPattern::isLiteral).toList();
    return (literal.isEmpty() ? patterns : literal)
        .stream()
            .filter(pattern -> PathPattern.matches(pattern.lastSegment(), fileName))
            .findFirst()
            .map(pattern -> pattern.directory() + fileName)
            .or(() -> literal.stream().findFirst().map(PathPattern::text))
            .orElse(fileName);
  }

  /** Where a system gets its root file system. */
  public sealed interface RootSource {

    /** It is in the initramfs; there is no further file. */
    record Inside() implements RootSource {}

    /**
     * It is the rootfs of a pair: the kernel unpacks it as a further initrd, or the initramfs
     * fetches it.
     */
    record Appended() implements RootSource {}

    /**
     * It is a file that the initramfs fetches by URL, and that cannot be an initrd.
     *
     * @param reason why it cannot be verified, as a clause for messages
     */
    record Fetched(String reason) implements RootSource {}
  }
}
