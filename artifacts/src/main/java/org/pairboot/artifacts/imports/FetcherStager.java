package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.format.fetcher.Fetcher;
import org.pairboot.artifacts.format.streamhash.StreamHasher;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.image.Verification;
import org.pairboot.artifacts.store.staging.PartWriter;
import org.pairboot.artifacts.store.staging.StagedPart;
import org.pairboot.artifacts.store.staging.Staging;

/**
 * Brings an initramfs, a root file system and the fetcher between them into a staging. The hashes
 * are those of the bytes that arrived here, so the pair is verified from now on.
 */
record FetcherStager(Staging staging, PartCopier copier, ImportParts parts, Fetcher fetcher) {

  StagedPair stage(SurveyedInitramfs surveyed) throws ImportException, IOException {
    SurveyedInitramfs initramfs = surveyed.stagedBy(copier);
    initramfs.requireUnpackable();
    ImportParts.Named payload = parts.payloads().getFirst();
    StreamHasher hasher = new StreamHasher();
    StagedPart rootfs = copier.copy(payload.source(), payload.name(), List.of(hasher::update));
    try (PartWriter writer = staging.write(PartName.FETCHER)) {
      writer.write(fetcher.initrd(hasher.finish(), rootfs.length()));
      writer.finish();
    }
    List<String> notes = new ArrayList<>();
    notes.add(
        "fetcher.img, made by this import, has the initramfs fetch "
            + rootfs.name()
            + " and check its hashes");
    return new StagedPair(
        initramfs.part(), Optional.empty(), new Verification.Verified(), true, notes);
  }
}
