package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.ImageForm;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.live.RootfsFacts;
import org.pairboot.artifacts.format.pair.PairVerdict;
import org.pairboot.artifacts.format.split.SplitOutput;
import org.pairboot.artifacts.format.split.Splitter;
import org.pairboot.artifacts.format.split.Splitter.NothingToSplitException;
import org.pairboot.artifacts.format.split.Splitter.UnmatchedHalvesException;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.image.Verification;
import org.pairboot.artifacts.store.staging.StagedPart;
import org.pairboot.artifacts.store.staging.Staging;

/** Brings initramfs and rootfs of one import into its staging: splits, verifies, explains. */
final class PairStager {
  /** What stood behind the rootfs of a concatenated image. */
  static final PartName BEHIND_ROOTFS = PartName.extra("extra.img");

  private final Staging staging;
  private final PartCopier copier;
  private final ImportRequest request;
  private final ImportParts parts;
  private final SplitOutput draft;
  private final Progress progress;

  /**
   * @param draft has heard the survey of an initramfs that is to be split
   */
  PairStager(
      Staging staging,
      ImportRequest request,
      ImportParts parts,
      SplitOutput draft,
      Progress progress) {
    this.staging = staging;
    this.copier = new PartCopier(staging, progress);
    this.request = request;
    this.parts = parts;
    this.draft = draft;
    this.progress = progress;
  }

  /** The facts of {@code initramfs} tell what has to be done with it. */
  StagedPair stage(SurveyedInitramfs initramfs)
      throws ImportException, PairRejectedException, IOException {
    InitramfsFacts facts = initramfs.facts();
    if (request.keepFat() && !(parts.rootfs().isEmpty() && facts.form() instanceof ImageForm.Fat)) {
      throw refused("is no fat initramfs, so there is no fat form to keep: import without that");
    }
    if (parts.rootfs().isPresent()) {
      return stageBoth(initramfs.stagedBy(copier), parts.rootfs().get());
    }
    return switch (facts.form()) {
      case ImageForm.Fat fat -> split(facts, "split from a fat initramfs");
      case ImageForm.Concatenated both ->
          split(facts, "split from a file with initramfs and rootfs one behind the other");
      case ImageForm.Other other -> stageAlone(initramfs.stagedBy(copier));
      case ImageForm.Split alone ->
          throw refused("is of a live image and wants its rootfs; give that with --rootfs");
      case ImageForm.Rootfs rootfs ->
          throw refused("is a rootfs; give it with --rootfs, and its initramfs too");
      case ImageForm.Stub stub ->
          throw refused(
              "is a stub without a root file system; import the fat initramfs that was published"
                  + " beside it");
      case ImageForm.Odd odd -> throw refused("cannot be split: " + odd.why());
    };
  }

  private StagedPair stageBoth(SurveyedInitramfs initramfs, PartSource rootfs)
      throws PairRejectedException, IOException {
    InitramfsFacts facts = initramfs.facts();
    PairJudge judge = new PairJudge(facts);
    StagedPart second = copier.copy(rootfs, PartName.ROOTFS, judge.listeners());
    return judged(
        initramfs.part(), facts, judge, file(second, rootfs.name()), facts.version(), List.of());
  }

  private StagedPair split(InitramfsFacts facts, String note)
      throws ImportException, PairRejectedException, IOException {
    ImageFile image = parts.initramfs().file();
    Splitter.Result split = split(image, facts);
    StagedPart initramfs = staging.adopt(split.initramfs(), PartName.INITRAMFS);
    InitramfsFacts initramfsFacts =
        InitramfsFacts.of(file(initramfs, image.name() + " (initramfs)"), done -> {});
    PairJudge judge = new PairJudge(initramfsFacts);
    StagedPart rootfs = staging.adopt(split.rootfs(), PartName.ROOTFS, judge.listeners());
    if (split.extra().isPresent()) {
      requireFreeName();
      staging.adopt(split.extra().get(), BEHIND_ROOTFS);
    }
    List<String> notes = new ArrayList<>(split.notes());
    notes.addFirst(note);
    if (request.keepFat()) {
      copier.copy(parts.initramfs(), PartName.FAT);
      notes.add(
          "deprecated: the fat form is served too, as "
              + PartName.FAT
              + "; move machines to the pair and import it again without the fat form");
    }
    return judged(
        initramfs,
        initramfsFacts,
        judge,
        file(rootfs, image.name() + " (rootfs)"),
        Optional.of(split.version()),
        notes);
  }

  /** Only an image with something behind its rootfs takes the name from the user's own initrds. */
  private void requireFreeName() throws ImportException {
    for (ImportParts.Named extra : parts.extras()) {
      if (extra.name().fileName().equalsIgnoreCase(BEHIND_ROOTFS.fileName())) {
        throw new ImportException(
            "%s: %s already holds what stands behind the rootfs of %s; give the file another name"
                .formatted(
                    extra.source().name(), BEHIND_ROOTFS.fileName(), parts.initramfs().name()));
      }
    }
  }

  private Splitter.Result split(ImageFile image, InitramfsFacts facts)
      throws ImportException, PairRejectedException, IOException {
    try {
      return Splitter.split(
          image, facts, draft, request.version(), progress.begin("splitting", image.length()));
    } catch (NothingToSplitException e) {
      throw new ImportException(e.getMessage(), e);
    } catch (UnmatchedHalvesException e) {
      throw new PairRejectedException(e.getMessage());
    }
  }

  private StagedPair stageAlone(SurveyedInitramfs initramfs) throws ImportException {
    initramfs.requireUnpackable();
    return new StagedPair(
        initramfs.part(),
        // Its os-release is that of a distribution, which tells nothing of this image.
        Optional.empty(),
        new Verification.Unverifiable("there is no rootfs beside the initramfs"),
        false,
        withAlignment(initramfs.facts(), List.of()));
  }

  private StagedPair judged(
      StagedPart initramfs,
      InitramfsFacts facts,
      PairJudge judge,
      ImageFile rootfs,
      Optional<String> version,
      List<String> notes)
      throws PairRejectedException, IOException {
    RootfsFacts rootfsFacts = RootfsFacts.of(rootfs, done -> {});
    PairVerdict verdict = judge.verdict(rootfsFacts);
    return new StagedPair(
        initramfs,
        version,
        verification(verdict),
        facts.canFetch(rootfsFacts),
        withAlignment(facts, notes));
  }

  private Verification verification(PairVerdict verdict) throws PairRejectedException {
    return switch (verdict) {
      case PairVerdict.Verified verified -> new Verification.Verified();
      case PairVerdict.Unverifiable(String why) when request.allowUnverified() ->
          new Verification.Unverifiable(why);
      case PairVerdict.Unverifiable(String why) ->
          throw new PairRejectedException(
              "nothing proves that this pair belongs together: "
                  + why
                  + "; --allow-unverified publishes it all the same");
      case PairVerdict.Rejected rejected -> throw new PairRejectedException(rejected.why());
    };
  }

  private static List<String> withAlignment(InitramfsFacts facts, List<String> notes) {
    List<String> all = new ArrayList<>(notes);
    if (facts.lengthModulo4() != 0) {
      all.add(
          "the initramfs is no multiple of 4 bytes long: under UEFI a loader must pad it before"
              + " further initrds, which old iPXE does not");
    }
    return all;
  }

  private static ImageFile file(StagedPart part, String name) throws IOException {
    return ImageFile.of(part.file()).named(name);
  }

  private ImportException refused(String why) {
    return new ImportException(parts.initramfs().name() + " " + why);
  }
}
