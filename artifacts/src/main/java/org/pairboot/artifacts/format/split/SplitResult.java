package org.pairboot.artifacts.format.split;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.format.streamhash.StreamHash;

/**
 * What came out of a split.
 *
 * @param version of the pair, as its cookies have it
 * @param initramfs the new file
 * @param rootfs the new file
 * @param extra the new file, if anything followed the rootfs
 * @param rootfsHash the stream-hash of the new rootfs
 * @param rootfsOffset where the rootfs started in a concatenated image; none for a fat one
 * @param notes what a user may want to know, each a sentence
 */
public record SplitResult(
    String version,
    Path initramfs,
    Path rootfs,
    Optional<Path> extra,
    StreamHash rootfsHash,
    Optional<Long> rootfsOffset,
    List<String> notes) {
  public SplitResult {
    notes = List.copyOf(notes);
  }
}
