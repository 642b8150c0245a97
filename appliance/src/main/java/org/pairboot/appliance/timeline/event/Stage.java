package org.pairboot.appliance.timeline.event;

import java.util.Optional;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.conf.KebabCase;

/** The parts of a boot that a server sees, in their order. A boot need not have all of them. */
public enum Stage {
  /** A DHCP server has told the firmware where its loader is. */
  OFFER,
  LOADER,
  SCRIPT,
  KERNEL,
  INITRAMFS,
  ROOTFS,
  DOCUMENTS,
  /** The system has reported that it runs. */
  RUNNING;

  /**
   * The stage to which a delivery belongs.
   *
   * @param route that found the content; empty if none did
   * @param file for images: the name below the image's directory
   */
  public static Optional<Stage> of(String route, String file) {
    return Optional.ofNullable(
        switch (route) {
          case "loaders" -> LOADER;
          case "scripts" -> SCRIPT;
          case "images" -> ofFile(file);
          case "initrds" -> INITRAMFS;
          case "documents" -> DOCUMENTS;
          case "booted" -> RUNNING;
          default -> null;
        });
  }

  /** The stage in which a file of an image is fetched, as far as its name tells. */
  public static Stage ofFile(String file) {
    return switch (file) {
      case "kernel" -> KERNEL;
      case "rootfs.img" -> ROOTFS;
      case "initramfs.img", "fetcher.img", "fat-initramfs.img", ImageVersion.LIVE_IMAGE ->
          INITRAMFS;
      // An initrd of its own, or what an initramfs mounts.
      default -> file.endsWith(".img") || file.endsWith(".cpio") ? INITRAMFS : ROOTFS;
    };
  }

  /** In lower case, as in JSON. */
  @Override
  public String toString() {
    return KebabCase.of(this);
  }
}
