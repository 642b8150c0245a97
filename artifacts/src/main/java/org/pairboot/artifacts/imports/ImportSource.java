package org.pairboot.artifacts.imports;

import java.nio.file.Path;
import java.util.Optional;
import org.pairboot.artifacts.format.preset.Preset;

/** What an import starts from. */
public sealed interface ImportSource {

  /**
   * Files of their own.
   *
   * @param initramfs split, fat, or with the rootfs behind it
   * @param rootfs the other half of a pair, or what the system of {@code preset} fetches
   * @param preset which system it is; empty: what the initramfs says
   */
  record Files(Path kernel, Path initramfs, Optional<Path> rootfs, Optional<Preset> preset)
      implements ImportSource {}

  /**
   * Files whose initramfs is to fetch the rootfs, which it cannot do by itself: a fetcher is added.
   *
   * @param rootfs a squashfs or an erofs
   */
  record WithFetcher(Path kernel, Path initramfs, Path rootfs) implements ImportSource {}

  /**
   * The ISO of a live system, or a directory with what is in one.
   *
   * @param preset which system it is; empty: what the files say
   */
  record Published(Path path, Optional<Preset> preset) implements ImportSource {}
}
