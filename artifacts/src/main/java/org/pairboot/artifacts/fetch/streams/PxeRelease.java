package org.pairboot.artifacts.fetch.streams;

import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.artifacts.fetch.download.Artifact;

/**
 * The live PXE files of one release for one architecture.
 *
 * @param initramfs fat where there is no {@code rootfs}, as until August 2020
 */
public record PxeRelease(
    String version,
    String architecture,
    Artifact kernel,
    Artifact initramfs,
    Optional<Artifact> rootfs) {

  /** All files, in the order in which a loader wants them. */
  public Stream<Artifact> artifacts() {
    return Stream.concat(Stream.of(kernel, initramfs), rootfs.stream());
  }
}
