package org.pairboot.artifacts.store.image;

import java.util.Locale;
import java.util.Set;
import org.pairboot.conf.KebabCase;

/**
 * The file name under which a part is served, and its role. Kernel, initramfs and rootfs have fixed
 * names, so that people can write down their URLs; extras and payloads have names of their own.
 * That of a payload may have several segments, such as {@code arch/x86_64/airootfs.sfs}, because
 * some systems know only where the tree of their files starts.
 */
public record PartName(Role role, String fileName) {

  /** What a part is for, in the order of the parts of an image version. */
  public enum Role {
    KERNEL,
    INITRAMFS,
    ROOTFS,
    /**
     * Scripts and hashes with which an initramfs fetches a payload that it could not fetch before.
     */
    FETCHER,
    /** A further initrd after the rootfs, such as an {@code ignition.img}. */
    EXTRA,
    /**
     * A file that the initramfs fetches by URL, such as the squashfs of a Debian live image. Never
     * an initrd: the kernel could not unpack it.
     */
    PAYLOAD,
    /**
     * The fat form that the pair was split from: served for a transition period, not part of any
     * initrd chain.
     */
    FAT;

    /** Whether the kernel unpacks it. */
    public boolean isInitrd() {
      return this == INITRAMFS || this == ROOTFS || this == FETCHER || this == EXTRA;
    }
  }

  public static final PartName KERNEL = new PartName(Role.KERNEL, "kernel");
  public static final PartName INITRAMFS = new PartName(Role.INITRAMFS, "initramfs.img");
  public static final PartName ROOTFS = new PartName(Role.ROOTFS, "rootfs.img");

  /** What is added to an initramfs that cannot fetch by itself. */
  public static final PartName FETCHER = new PartName(Role.FETCHER, "fetcher.img");

  /** For machines whose loader configuration still names one large file. */
  public static final PartName FAT = new PartName(Role.FAT, "fat-initramfs.img");

  private static final int MAX_PAYLOAD_NAME = 255;
  private static final int MAX_PAYLOAD_SEGMENTS = 8;

  private static final Set<String> RESERVED =
      Set.of(
          "kernel",
          "initramfs.img",
          "rootfs.img",
          "fetcher.img",
          "fat-initramfs.img",
          ImageVersion.LIVE_IMAGE);

  /**
   * @throws InvalidNameException when the file name is invalid, or is not the role's
   */
  public PartName {
    if (role == Role.PAYLOAD) {
      requirePath(fileName);
    } else {
      NameRule.FILE_NAME.check(fileName);
    }
    switch (role) {
      case KERNEL -> requireFixed(role, fileName, "kernel");
      case INITRAMFS -> requireFixed(role, fileName, "initramfs.img");
      case ROOTFS -> requireFixed(role, fileName, "rootfs.img");
      case FETCHER -> requireFixed(role, fileName, "fetcher.img");
      case EXTRA -> requireNotReserved(fileName, "extra initrd");
      case PAYLOAD -> requireNotReserved(fileName, "payload");
      case FAT -> requireFixed(role, fileName, "fat-initramfs.img");
    }
  }

  /**
   * The name that {@code fileName} is for this role.
   *
   * @throws InvalidNameException when it is invalid, or is not the role's
   */
  public static PartName of(Role role, String fileName) {
    PartName fixed =
        switch (role) {
          case KERNEL -> KERNEL;
          case INITRAMFS -> INITRAMFS;
          case ROOTFS -> ROOTFS;
          case FETCHER -> FETCHER;
          case FAT -> FAT;
          case EXTRA, PAYLOAD -> null;
        };
    return fixed != null && fixed.fileName.equals(fileName) ? fixed : new PartName(role, fileName);
  }

  /**
   * The name of an extra: {@code [A-Za-z0-9][A-Za-z0-9._+~-]*}, up to 128 characters, none of the
   * fixed names in any case.
   *
   * @throws InvalidNameException when it is invalid
   */
  public static PartName extra(String fileName) {
    return new PartName(Role.EXTRA, fileName);
  }

  /**
   * The name of a payload: up to 8 segments joined by {@code /}, each with the rule of an extra's
   * name.
   *
   * @throws InvalidNameException when it is invalid
   */
  public static PartName payload(String path) {
    return new PartName(Role.PAYLOAD, path);
  }

  @Override
  public String toString() {
    return fileName;
  }

  private static void requireFixed(Role role, String fileName, String fixed) {
    if (!fileName.equals(fixed)) {
      throw new InvalidNameException(
          "file name '%s' is not allowed for the %s, which is always '%s'"
              .formatted(fileName, KebabCase.of(role), fixed));
    }
  }

  private static void requirePath(String path) {
    String[] segments = path.split("/", -1);
    if (segments.length > MAX_PAYLOAD_SEGMENTS || path.length() > MAX_PAYLOAD_NAME) {
      throw new InvalidNameException(
          "path '%s' of a payload is too long; expected at most %d segments and %d characters"
              .formatted(NameRule.quotable(path), MAX_PAYLOAD_SEGMENTS, MAX_PAYLOAD_NAME));
    }
    for (String segment : segments) {
      NameRule.FILE_NAME.check(segment);
    }
  }

  private static void requireNotReserved(String fileName, String what) {
    // Some firmware requests names in upper case, so names that differ only in case are ambiguous.
    if (RESERVED.contains(fileName.toLowerCase(Locale.ROOT))) {
      throw new InvalidNameException(
          "file name '%s' is reserved for a fixed part of every image; rename the %s"
              .formatted(fileName, what));
    }
  }
}
