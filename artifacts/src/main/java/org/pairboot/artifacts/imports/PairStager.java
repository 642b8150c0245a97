package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.live.InitramfsFacts.WantRootfs;
import org.pairboot.artifacts.format.live.RootfsFacts;
import org.pairboot.artifacts.format.pair.PairVerifier;
import org.pairboot.artifacts.format.pair.PairVerifier.Verdict;
import org.pairboot.artifacts.format.split.Splitter;
import org.pairboot.artifacts.format.split.Splitter.NothingToSplitException;
import org.pairboot.artifacts.format.split.Splitter.UnmatchedHalvesException;
import org.pairboot.artifacts.format.streamhash.StreamHash;
import org.pairboot.artifacts.format.streamhash.StreamHashMatcher;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImageImporter.ImportException.PairRejectedException;
import org.pairboot.artifacts.imports.ImportStaging.Initramfs;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.staging.Staging.StagedPart;

/** Stages the initramfs and the rootfs of one import, and verifies the pair. */
final class PairStager {
  /** The data after the rootfs of a concatenated image. */
  static final PartName AFTER_ROOTFS = PartName.extra("extra.img");

  private final ImportStaging staging;
  private final ImportRequest request;
  private final Progress progress;

  PairStager(ImportStaging staging, ImportRequest request, Progress progress) {
    this.staging = staging;
    this.request = request;
    this.progress = progress;
  }

  /**
   * A staged image, without kernel and further initrds.
   *
   * @param version the image's own, if it has one
   * @param fetchesRootfs whether the initramfs can fetch the rootfs by URL
   */
  record StagedPair(
      Optional<String> version,
      Verification verification,
      boolean fetchesRootfs,
      List<String> notes) {}

  /** Copies both halves; the rootfs is hashed on the way, so that it need not be read again. */
  StagedPair copy(ImportPlan.Pair plan) throws PairRejectedException, IOException {
    InitramfsFacts initramfs = staging.staged(plan.initramfs());
    RootfsMatcher matcher = new RootfsMatcher(initramfs);
    StagedPart rootfs = staging.copy(plan.rootfs(), PartName.ROOTFS, matcher.listeners());
    return verified(
        initramfs, matcher, file(rootfs, plan.rootfs().name()), initramfs.version(), List.of());
  }

  /** Splits the initramfs into the two halves. */
  StagedPair split(ImportPlan.SplitFat plan) throws ImportException, IOException {
    Initramfs fat = plan.fat();
    ImageFile image = fat.source().file();
    Splitter.Result split = split(image, fat.facts());
    StagedPart initramfs = staging.area().adopt(split.initramfs(), PartName.INITRAMFS);
    InitramfsFacts facts =
        InitramfsFacts.of(file(initramfs, image.name() + " (initramfs)"), done -> {});
    RootfsMatcher matcher = new RootfsMatcher(facts);
    StagedPart rootfs = staging.area().adopt(split.rootfs(), PartName.ROOTFS, matcher.listeners());
    if (split.extra().isPresent()) {
      requireFreeName(plan);
      staging.area().adopt(split.extra().get(), AFTER_ROOTFS);
    }
    List<String> notes = new ArrayList<>();
    notes.add(plan.note());
    notes.addAll(split.notes());
    if (request.keepFat()) {
      staging.copy(fat.source(), PartName.FAT);
      notes.add(
          ("deprecated: the fat form is also served, as %s; move machines to the pair, then import"
                  + " it again without the fat form")
              .formatted(PartName.FAT));
    }
    return verified(
        facts,
        matcher,
        file(rootfs, image.name() + " (rootfs)"),
        Optional.of(split.version()),
        notes);
  }

  private Splitter.Result split(ImageFile image, InitramfsFacts facts)
      throws ImportException, IOException {
    try {
      return Splitter.split(
          image,
          facts,
          staging.splitOutput(),
          request.knownVersion(),
          progress.begin("splitting", image.length()));
    } catch (NothingToSplitException e) {
      throw new ImportException(e.getMessage(), e);
    } catch (UnmatchedHalvesException e) {
      throw new PairRejectedException(e.getMessage());
    }
  }

  /** Only an image with data after its rootfs takes this name from the user's own initrds. */
  private static void requireFreeName(ImportPlan.SplitFat plan) throws ImportException {
    for (ImportParts.Named extra : plan.parts().extras()) {
      if (extra.name().fileName().equalsIgnoreCase(AFTER_ROOTFS.fileName())) {
        throw new ImportException(
            "%s: the name %s is taken by the data after the rootfs in %s; rename the file"
                .formatted(
                    extra.source().name(), AFTER_ROOTFS.fileName(), plan.fat().source().name()));
      }
    }
  }

  /** Stages no initramfs: the kernel needs none. */
  static StagedPair kernelAlone() {
    return new StagedPair(
        Optional.empty(),
        new Verification.Unverifiable("there is no initramfs beside the kernel"),
        false,
        List.of(
            "a kernel alone: machines boot it without an initramfs; if it needs one, import both"
                + " with --kernel and --initramfs"));
  }

  /** Stages only the initramfs, which needs no rootfs. */
  StagedPair alone(ImportPlan.InitramfsOnly plan) throws ImportException, IOException {
    InitramfsFacts facts = staging.stagedAlone(plan.initramfs());
    return new StagedPair(
        // Its os-release is that of a distribution, and not the version of this image.
        Optional.empty(),
        new Verification.Unverifiable("there is no rootfs beside the initramfs"),
        false,
        withAlignment(facts, List.of()));
  }

  private StagedPair verified(
      InitramfsFacts facts,
      RootfsMatcher matcher,
      ImageFile rootfs,
      Optional<String> version,
      List<String> notes)
      throws PairRejectedException, IOException {
    RootfsFacts rootfsFacts = RootfsFacts.of(rootfs, request.unpackLimit(), done -> {});
    Verdict verdict = matcher.verdict(rootfsFacts);
    return new StagedPair(
        version, verification(verdict), facts.canFetch(rootfsFacts), withAlignment(facts, notes));
  }

  private Verification verification(Verdict verdict) throws PairRejectedException {
    return switch (verdict) {
      case Verdict.Verified verified -> new Verification.Verified();
      case Verdict.Unverifiable(String why) when request.allowUnverified() ->
          new Verification.Unverifiable(why);
      case Verdict.Unverifiable(String why) ->
          throw new PairRejectedException(
              "nothing proves that this pair belongs together: "
                  + why
                  + "; --allow-unverified publishes it anyway");
      case Verdict.Rejected rejected -> throw new PairRejectedException(rejected.why());
    };
  }

  private static List<String> withAlignment(InitramfsFacts facts, List<String> notes) {
    List<String> all = new ArrayList<>(notes);
    if (facts.lengthModulo4() != 0) {
      all.add(
          "the length of the initramfs is not a multiple of 4 bytes: under UEFI a loader must pad"
              + " it before further initrds, which old versions of iPXE do not do");
    }
    return all;
  }

  private static ImageFile file(StagedPart part, String name) throws IOException {
    return ImageFile.of(part.file()).named(name);
  }

  /** Compares a rootfs with the hashes in its initramfs, while the rootfs is being staged. */
  private static final class RootfsMatcher {
    private final InitramfsFacts initramfs;
    private final Optional<StreamHashMatcher> matcher;

    /**
     * @param initramfs facts of the staged one
     */
    RootfsMatcher(InitramfsFacts initramfs) {
      this.initramfs = initramfs;
      this.matcher =
          initramfs.wantRootfs() instanceof WantRootfs.Hash(StreamHash hash)
              ? Optional.of(new StreamHashMatcher(hash))
              : Optional.empty();
    }

    /** These must receive the whole rootfs. */
    List<Consumer<ByteBuffer>> listeners() {
      return matcher.<Consumer<ByteBuffer>>map(listener -> listener).stream().toList();
    }

    /** The verdict, once the listeners have received the rootfs. */
    Verdict verdict(RootfsFacts rootfs) throws IOException {
      return PairVerifier.verify(initramfs, rootfs, hash -> matcher.orElseThrow().result());
    }
  }
}
