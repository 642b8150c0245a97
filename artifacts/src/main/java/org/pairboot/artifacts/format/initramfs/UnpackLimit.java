package org.pairboot.artifacts.format.initramfs;

import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.text.Sizes;

/**
 * How much an initrd may unpack to. A few hundred kilobytes can become gigabytes, which fill the
 * disk of the server when they are split off, and the memory of each machine that boots them.
 *
 * @param times the length of the file
 * @param harmless bytes that are no problem, however small the file is
 * @param most bytes, however large the file is
 * @param remedy what to do about more
 */
public record UnpackLimit(long times, long harmless, long most, String remedy) {
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;

  /** Far above any sound image, so that reading one ends. */
  public static final UnpackLimit ANY =
      new UnpackLimit(Long.MAX_VALUE, 0, 64 * GIB, "reading stopped");

  /**
   * What a machine can be expected to boot. Programs and file systems shrink to a tenth at best.
   * The kernel unpacks to a file system that may fill half of the memory, so the most needs 32 GiB.
   */
  public static final UnpackLimit LIKELY =
      new UnpackLimit(100, 256 * MIB, 16 * GIB, "--allow-large imports it anyway");

  /**
   * Fails when {@code unpacked} bytes are too many for {@code file}.
   *
   * @param offset of what is being unpacked
   */
  public void check(ImageFile file, long offset, long unpacked) throws BadImageException {
    if (unpacked > most) {
      throw bad(file, offset, "unpacks to more than " + Sizes.text(most));
    }
    if (unpacked > harmless && unpacked / times > file.length()) {
      throw bad(
          file,
          offset,
          "%s unpack to more than %s, %d times as much, which no usual initrd does"
              .formatted(Sizes.text(file.length()), Sizes.text(harmless), times));
    }
  }

  private BadImageException bad(ImageFile file, long offset, String problem) {
    return new BadImageException(file.name(), offset, problem + "; " + remedy);
  }
}
