package org.pairboot.artifacts.imports;

import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.store.image.Verification;
import org.pairboot.artifacts.store.staging.StagedPart;

/**
 * Initramfs and rootfs, staged and judged.
 *
 * @param version the image's own, where it has one
 * @param fetchesRootfs whether the initramfs can fetch the rootfs by URL
 */
record StagedPair(
    StagedPart initramfs,
    Optional<String> version,
    Verification verification,
    boolean fetchesRootfs,
    List<String> notes) {}
