package org.pairboot.artifacts.testimages;

import static org.pairboot.artifacts.testimages.Archive.archive;
import static org.pairboot.artifacts.testimages.Bytes.concat;
import static org.pairboot.artifacts.testimages.Bytes.padded;

import java.util.Arrays;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.streamhash.StreamHasher;

/** Live images, small but composed as the builds of each era composed them. */
public final class LiveImages {
  /** The version in cookies. */
  public static final String VERSION = "32.20200907.3.0";

  /** The version in the os-release of the dracut member. */
  public static final String OS_VERSION = "31.20200505.3.0";

  /** A root file system with the magic of squashfs, more than one chunk long. */
  public static final byte[] SQUASHFS = squashfs(2_500_000);

  /** A root file system with the magic of erofs. */
  public static final byte[] EROFS = erofs();

  /** An install image. */
  public static final byte[] OSMET = Bytes.random(20_000, 2);

  /** The name of the install image. */
  public static final String OSMET_NAME = "fedora-coreos-32.20200907.3.0-metal.x86_64.raw.osmet";

  private static final String COOKIE = VERSION + "\n";

  private LiveImages() {}

  /** An initramfs and its rootfs. */
  public record Pair(byte[] initramfs, byte[] rootfs) {}

  /** A squashfs of this length. */
  public static byte[] squashfs(int length) {
    byte[] bytes = Bytes.random(length, 1);
    System.arraycopy("hsqs".getBytes(), 0, bytes, 0, 4);
    return bytes;
  }

  private static byte[] erofs() {
    byte[] bytes = concat(new byte[1024], new byte[] {(byte) 0xe2, (byte) 0xe1, (byte) 0xf5});
    return concat(bytes, new byte[] {(byte) 0xe0}, Bytes.random(70_001, 3));
  }

  /** What dracut made: early microcode, then the main archive; {@code script} may be null. */
  public static byte[] dracut(Compression compression, String script) {
    byte[] early =
        archive()
            .file("early_cpio", "1")
            .dir("kernel")
            .dir("kernel/x86")
            .dir("kernel/x86/microcode")
            .file("kernel/x86/microcode/GenuineIntel.bin", Bytes.random(700, 5))
            .cpio();
    Archive main =
        archive()
            .dir(".")
            .dir("etc")
            .file("init", Bytes.random(5000, 6))
            .dir("usr/lib")
            .file(
                "usr/lib/initrd-release",
                "NAME=Fedora\nVERSION=\"" + OS_VERSION + " dracut-050-26.git20200316.fc31\"\n")
            .file("shutdown", "exit\n");
    if (script != null) {
      main.file("usr/sbin/coreos-livepxe-rootfs", script);
    }
    return concat(early, Compress.with(compression, main.cpio()));
  }

  private static byte[] oldDracut() {
    return dracut(Compression.GZIP, null);
  }

  private static byte[] gz(Archive archive) {
    return Compress.gzip(archive.cpio(), 1);
  }

  private static Archive rootAlone() {
    return archive().file("root.squashfs", SQUASHFS);
  }

  private static Archive stamp(String text) {
    return archive().file("etc/coreos-live-initramfs", text);
  }

  /** September 2019: no cookie. */
  public static byte[] a0() {
    return concat(oldDracut(), gz(rootAlone()));
  }

  /** April 2020: an empty cookie; root and install image in one member. */
  public static byte[] a1() {
    return concat(oldDracut(), gz(stamp("")), gz(rootAlone().file(OSMET_NAME, OSMET)));
  }

  /** May 2020: the install image in a member of its own, before the root. */
  public static byte[] a2() {
    return concat(
        oldDracut(), gz(stamp("")), gz(archive().file(OSMET_NAME, OSMET)), gz(rootAlone()));
  }

  /** July 2020: the install image together with the cookie. */
  public static byte[] a3() {
    return concat(oldDracut(), gz(stamp("").file(OSMET_NAME, OSMET)), gz(rootAlone()));
  }

  /** The script of July 2020, which wants a gzipped rootfs. */
  public static final String GZIP_SCRIPT =
      "curl \"$url\" | rdcore stream-hash x | gunzip -c | cpio\n";

  /** A later script. */
  public static final String SCRIPT = "curl \"$url\" | rdcore stream-hash x | bsdtar -xf - -C /\n";

  private static Archive stubArchive() {
    return archive().dir("etc").file("etc/coreos-live-rootfs", COOKIE);
  }

  /** Late July 2020, {@code --legacy-pxe}: fat, with a gzipped stub beside it. */
  public static Pair b1Legacy() {
    byte[] stub = Arrays.copyOf(gz(stubArchive()), 1 << 20);
    byte[] fat =
        concat(
            dracut(Compression.GZIP, GZIP_SCRIPT),
            gz(stamp(COOKIE)),
            gz(
                archive()
                    .file(OSMET_NAME, OSMET)
                    .file("root.squashfs", SQUASHFS)
                    .file("etc/coreos-live-want-rootfs", hash(stub))));
    return new Pair(fat, stub);
  }

  /** August to October 2020, {@code --legacy-pxe}: fat, with an uncompressed stub beside it. */
  public static Pair b2Legacy() {
    byte[] stub = Arrays.copyOf(stubArchive().cpio(), 1 << 20);
    byte[] fat =
        padded(
            concat(
                splitInitramfs(Compression.GZIP, hash(stub), false),
                gz(rootAlone().file(OSMET_NAME, OSMET).dir("etc"))),
            4);
    return new Pair(fat, stub);
  }

  /** Late July 2020: the first split form, gzipped and not padded. */
  public static Pair b1() {
    byte[] rootfs =
        gz(
            archive()
                .file(OSMET_NAME, OSMET)
                .file("root.squashfs", SQUASHFS)
                .file("etc/coreos-live-rootfs", COOKIE));
    byte[] initramfs =
        concat(
            dracut(Compression.GZIP, GZIP_SCRIPT),
            gz(stamp(COOKIE)),
            gz(archive().file("etc/coreos-live-want-rootfs", hash(rootfs))));
    return new Pair(initramfs, rootfs);
  }

  /** August 2020: the form of today, without a feature list and with gzip. */
  public static Pair b2() {
    byte[] rootfs = rootfs("root.squashfs", SQUASHFS, VERSION);
    return new Pair(splitInitramfs(Compression.GZIP, hash(rootfs), false), rootfs);
  }

  /** Today, x86_64 with squashfs. */
  public static Pair today() {
    byte[] rootfs = rootfs("root.squashfs", SQUASHFS, VERSION);
    return new Pair(splitInitramfs(Compression.ZSTD, hash(rootfs), true), rootfs);
  }

  /** Today, aarch64 with erofs: no early cpio, so zstd from the first byte. */
  public static Pair todayWithErofs() {
    byte[] rootfs = rootfs("root.erofs", EROFS, VERSION);
    byte[] early = dracut(Compression.NONE, SCRIPT);
    byte[] main =
        Compress.with(
            Compression.ZSTD,
            archive().file("init", early).file("usr/sbin/coreos-livepxe-rootfs", SCRIPT).cpio());
    return new Pair(padded(concat(main, Compress.gzip(cookies(hash(rootfs), true), 9)), 4), rootfs);
  }

  /** A rootfs of the form of today. */
  public static byte[] rootfs(String name, byte[] root, String version) {
    return archive()
        .file(name, root)
        .file(OSMET_NAME, OSMET)
        .dir("etc")
        .file("etc/coreos-live-rootfs", version + "\n")
        .cpio();
  }

  /** An initramfs of the form of today that wants what {@code want} says; null leaves that out. */
  public static byte[] splitInitramfs(Compression compression, byte[] want, boolean features) {
    return padded(
        concat(dracut(compression, SCRIPT), Compress.gzip(cookies(want, features), 9)), 4);
  }

  private static byte[] cookies(byte[] want, boolean features) {
    Archive archive = archive().dir("etc");
    if (features) {
      archive.dir("etc/coreos").file("etc/coreos/features.json", "{}\n");
    }
    archive.file("etc/coreos-live-initramfs", COOKIE);
    if (want != null) {
      archive.file("etc/coreos-live-want-rootfs", want);
    }
    return archive.cpio();
  }

  /** The stream-hash file of {@code rootfs}. */
  public static byte[] hash(byte[] rootfs) {
    StreamHasher hasher = new StreamHasher();
    hasher.update(rootfs, 0, rootfs.length);
    return hasher.finish().format();
  }

  /** An xz member with a config, as {@code coreos-installer pxe ignition wrap} makes it. */
  public static byte[] ignition() {
    return Compress.with(Compression.XZ, archive().file("config.ign", "{\"ignition\":{}}").cpio());
  }
}
