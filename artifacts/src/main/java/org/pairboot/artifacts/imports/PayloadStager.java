package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.format.preset.Preset.RootSource;
import org.pairboot.artifacts.store.image.Verification;

/**
 * Brings an initramfs and what it fetches into a staging. Such systems have neither version cookie
 * nor stream-hash, so there is no pair to be verified.
 */
record PayloadStager(PartCopier copier, ImportParts parts, boolean allowUnverified) {

  /** Refuses before gigabytes are copied, unless an unverified image was asked for. */
  StagedPair stage(SurveyedInitramfs surveyed)
      throws ImportException, PairRejectedException, IOException {
    String reason = reason();
    if (!allowUnverified) {
      throw new PairRejectedException(
          "nothing proves that "
              + parts.initramfs().name()
              + " and "
              + parts.payloads().getFirst().source().name()
              + " belong together: "
              + reason
              + "; --allow-unverified publishes them all the same");
    }
    SurveyedInitramfs initramfs = surveyed.stagedBy(copier);
    initramfs.requireUnpackable();
    for (ImportParts.Named payload : parts.payloads()) {
      copier.copy(payload.source(), payload.name());
    }
    return new StagedPair(
        initramfs.part(), Optional.empty(), new Verification.Unverifiable(reason), true, List.of());
  }

  private String reason() {
    return parts.preset().map(Preset::root).orElse(null) instanceof RootSource.Fetched(String why)
        ? why
        : "it carries nothing that ties its files together";
  }
}
