package org.pairboot.artifacts.format.inspect;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.catalog.KernelForm;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.kernel.KernelFile;
import org.pairboot.artifacts.format.live.ImageForm;
import org.pairboot.artifacts.format.live.InitramfsFacts;

/** The kind of a file that may be booted, its composition, and the boot methods that work. */
public sealed interface Inspection {
  /**
   * Inspects {@code file} in one pass and constant memory; it must be complete. {@code progress}
   * receives the number of bytes read so far.
   *
   * @throws BadImageException if no machine can boot from it, or if it is corrupt; the message says
   *     what it is instead, if that is known
   */
  static Inspection of(ImageFile file, LongConsumer progress) throws IOException {
    KernelFile head = KernelFile.read(file);
    Optional<KernelForm> kernel = head.form();
    if (kernel.isPresent()) {
      return new Kernel(
          file.length(), kernel.get().toString(), head.version(), head.architecture());
    }
    Optional<UnsupportedFileType> unsupported = UnsupportedFileType.of(file);
    if (unsupported.isPresent()) {
      throw new BadImageException(file.name(), 0, unsupported.get().explanation());
    }
    InitramfsFacts facts = InitramfsFacts.of(file, progress);
    ImageForm form = facts.form();
    return new Initrd(facts, form, Era.of(facts, form), BootMethods.of(facts, form).list());
  }

  /** The length of the file in bytes. */
  long length();

  /** What a TFTP transfer takes, for each common block size. */
  default List<TftpRead> tftp() {
    return TftpRead.common(length());
  }

  /**
   * A kernel.
   *
   * @param format of the file, such as {@code bzImage}
   * @param version as in the header, if that has it
   * @param architecture if the header has it
   */
  record Kernel(
      long length, String format, Optional<String> version, Optional<Architecture> architecture)
      implements Inspection {}

  /**
   * Anything that the kernel accepts as an initrd: initramfs, rootfs, or both in one file.
   *
   * @param era of CoreOS live images; empty for other systems, or if the contents do not show it
   * @param boot the boot methods; those that work come first
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
   * A boot method, and whether it works with a file.
   *
   * @param method {@code appended}, {@code concatenated}, {@code rootfs-url}, or {@code fat} for a
   *     fat initramfs as the only initrd
   * @param works whether it works
   * @param reason why it works or not, or under which condition
   * @param memory that a machine needs, in bytes; empty if the method does not work
   */
  public record BootMethod(String method, boolean works, String reason, OptionalLong memory) {}

  /**
   * What a TFTP transfer of a file takes.
   *
   * @param blockSize in bytes
   * @param blocks number of DATA packets; one shorter than the block size ends the file, an empty
   *     one if necessary (RFC 1350)
   * @param wraps how often the 16-bit block number wraps; some firmware does not support that, and
   *     clients and servers must agree whether the next block is 0 or 1
   * @param clients that request blocks of this size
   */
  public record TftpRead(int blockSize, long blocks, long wraps, String clients) {
    private static final int NUMBERS = 1 << 16;

    /**
     * The transfers of {@code length} bytes with the block sizes that boot loaders and tools
     * request.
     */
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
