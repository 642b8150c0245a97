package org.pairboot.artifacts.format.inspect;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pairboot.artifacts.format.live.ImageForm;
import org.pairboot.artifacts.format.live.InitramfsFacts;

/** What a file turned out to be. */
public sealed interface Inspection {

  /** Its length in bytes. */
  long length();

  /** What reading it over TFTP takes, by the block sizes that clients ask for. */
  default List<TftpRead> tftp() {
    return TftpRead.common(length());
  }

  /**
   * A kernel.
   *
   * @param format how it is wrapped, such as {@code bzImage}
   * @param version what it calls itself, where its head tells it
   * @param architecture as {@code uname -m} has it, where its head tells it
   */
  record Kernel(long length, String format, Optional<String> version, Optional<String> architecture)
      implements Inspection {}

  /**
   * Anything that the kernel takes as an initrd: initramfs, rootfs, or both in one file.
   *
   * @param era of the live images of this kind; empty for other systems, and where the contents do
   *     not tell
   * @param boot the boot methods, those that work first
   */
  record Initrd(InitramfsFacts facts, ImageForm form, Optional<Era> era, List<BootMethod> boot)
      implements Inspection {
    public Initrd {
      boot = List.copyOf(boot);
    }

    @Override
    public long length() {
      return facts.length();
    }
  }

  /**
   * A way to boot from a file.
   *
   * @param method {@code appended}, {@code concatenated}, {@code rootfs-url}, or {@code fat} for
   *     the file as the only initrd
   * @param works whether it does
   * @param reason why, or under which condition
   * @param memory how much a machine needs for it, in bytes, where it works and can be told
   */
  public record BootMethod(String method, boolean works, String reason, OptionalLong memory) {}

  /**
   * What it takes to read a file over TFTP.
   *
   * @param blockSize in bytes
   * @param blocks how many DATA packets; one of less than the block size ends the file, an empty
   *     one if need be (RFC 1350)
   * @param wraps how often the 16-bit block number starts anew; some firmware cannot do that at
   *     all, and servers and clients must agree whether it goes on with 0 or 1
   * @param clients who asks for blocks of this size
   */
  public record TftpRead(int blockSize, long blocks, long wraps, String clients) {
    private static final int NUMBERS = 1 << 16;

    /** The block sizes that boot loaders and tools ask for, with a file of {@code length} bytes. */
    public static List<TftpRead> common(long length) {
      return List.of(
          of(length, 512, "shim, curl, clients without options"),
          of(length, 1024, "GRUB; Raspberry Pi, which cannot wrap"),
          of(length, 1408, "PXELINUX"),
          of(length, 1432, "iPXE"),
          of(length, 1468, "UEFI firmware, U-Boot"));
    }

    private static TftpRead of(long length, int blockSize, String clients) {
      long blocks = length / blockSize + 1;
      return new TftpRead(blockSize, blocks, blocks / NUMBERS, clients);
    }
  }
}
