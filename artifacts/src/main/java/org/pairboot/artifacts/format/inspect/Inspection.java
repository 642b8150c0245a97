package org.pairboot.artifacts.format.inspect;

import java.util.List;
import java.util.Optional;
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
  record Initrd(InitramfsFacts facts, ImageForm form, Optional<Era> era, List<BootOption> boot)
      implements Inspection {
    public Initrd {
      boot = List.copyOf(boot);
    }

    @Override
    public long length() {
      return facts.length();
    }
  }
}
