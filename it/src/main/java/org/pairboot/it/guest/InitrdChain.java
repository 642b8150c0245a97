package org.pairboot.it.guest;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Initrds in memory as boot loaders pass them to the kernel. */
public final class InitrdChain {
  private static final int ALIGNMENT = 4;

  private InitrdChain() {}

  /** Writes one after the other, each at a multiple of 4 bytes, as PXELINUX and GRUB do. */
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
