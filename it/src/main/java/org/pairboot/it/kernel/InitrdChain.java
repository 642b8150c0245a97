package org.pairboot.it.kernel;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Initrds in memory as loaders leave them there for the kernel. */
public final class InitrdChain {
  private static final int ALIGNMENT = 4;

  private InitrdChain() {}

  /** Writes one behind the other, each at a multiple of 4 bytes, as PXELINUX and GRUB put them. */
  public static Path write(Path target, List<Path> initrds) {
    try (OutputStream out = Files.newOutputStream(target)) {
      for (Path initrd : initrds) {
        Files.copy(initrd, out);
        out.write(new byte[Math.floorMod(-Files.size(initrd), ALIGNMENT)]);
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
