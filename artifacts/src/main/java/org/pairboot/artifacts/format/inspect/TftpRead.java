package org.pairboot.artifacts.format.inspect;

import java.util.List;

/**
 * What it takes to read a file over TFTP.
 *
 * @param blockSize in bytes
 * @param blocks how many DATA packets; one of less than the block size ends the file, an empty one
 *     if need be (RFC 1350)
 * @param wraps how often the 16-bit block number starts anew; some firmware cannot do that at all,
 *     and servers and clients must agree whether it goes on with 0 or 1
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
