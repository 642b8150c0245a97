package org.pairboot.artifacts.imports.layout;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pairboot.artifacts.content.ArgumentTemplate;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.kernel.KernelFile;
import org.pairboot.artifacts.format.live.ImageForm;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.live.InitramfsFacts.PayloadListener;
import org.pairboot.artifacts.format.live.RootfsFacts;
import org.pairboot.artifacts.format.pair.PairVerifier;
import org.pairboot.artifacts.format.pair.PairVerifier.Verdict;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImageImporter.ImportException.PairRejectedException;
import org.pairboot.artifacts.imports.ServedPaths;
import org.pairboot.artifacts.store.ImageDraft;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ImageStore.PublishResult;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.image.PartName.Role;
import org.pairboot.artifacts.store.layout.ImageLayout;
import org.pairboot.artifacts.store.oci.OciJson.MalformedDocumentException;
import org.pairboot.artifacts.store.staging.Staging;
import org.pairboot.artifacts.store.staging.Staging.StagedPart;

/**
 * One image of a layout, whose parts are in the store but not published. What its documents say of
 * themselves is not believed: the files that have arrived are judged as those of any import.
 */
final class StagedImage implements AutoCloseable {
  private final LayoutRequest request;
  private final ImageVersion image;
  private final Staging staging;
  private final Progress progress;
  private final Map<PartName, ImageFile> files = new HashMap<>();

  private StagedImage(
      LayoutRequest request, ImageVersion image, Staging staging, Progress progress) {
    this.request = request;
    this.image = image;
    this.staging = staging;
    this.progress = progress;
  }

  /**
   * Copies the parts of {@code image} that the store lacks.
   *
   * @param copied where parts are that this import has copied already; gets those of this image
   * @throws ImportException when the layout lacks parts, or their bytes are others
   */
  static StagedImage copy(
      LayoutRequest request,
      ImageVersion image,
      ImageStore store,
      Map<Sha256, StagedPart> copied,
      Progress progress)
      throws ImportException, IOException {
    Progress named = (step, bytes) -> progress.begin(step + " of " + image.ref(), bytes);
    StagedImage staged = new StagedImage(request, image, store.stage(), named);
    try {
      for (Part part : image.parts()) {
        StagedPart here = staged.copy(part, Optional.ofNullable(copied.get(part.digest())));
        copied.put(here.digest(), here);
        staged.files.put(
            part.name(), ImageFile.of(here.file()).named(part.fileName() + " of " + image.ref()));
      }
      return staged;
    } catch (ImportException | IOException | RuntimeException e) {
      staged.close();
      throw e;
    }
  }

  /** Fails unless the layout has all parts of {@code image}, as far as their lengths show it. */
  static void requireParts(ImageLayout layout, ImageVersion image)
      throws ImportException, IOException {
    for (Part part : image.parts()) {
      place(layout, part);
    }
  }

  private static ImageLayout.Place place(ImageLayout layout, Part part)
      throws ImportException, IOException {
    try {
      return layout.find(part);
    } catch (MalformedDocumentException e) {
      throw new ImportException(
          part.fileName() + " " + e.getMessage() + "; copy or make the layout again");
    }
  }

  private StagedPart copy(Part part, Optional<StagedPart> copied)
      throws ImportException, IOException {
    Optional<StagedPart> shared =
        copied.isPresent()
            ? staging.share(copied.get(), part.name())
            : staging.reuse(
                part.digest(),
                part.length(),
                part.name(),
                progress.beginCounting("checking " + part.fileName(), part.length()));
    if (shared.isPresent()) {
      return shared.get();
    }
    ImageLayout.Place place = place(request.layout(), part);
    StagedPart here =
        staging.copy(place.file(), place.offset(), part.length(), part.name(), progress, List.of());
    if (!here.digest().equals(part.digest())) {
      throw new ImportException(
          part.fileName() + " does not match its digest; copy or make the layout again");
    }
    return here;
  }

  /**
   * Judges the files.
   *
   * @throws ImportException when machines could not use them
   * @throws PairRejectedException when initramfs and rootfs do not belong together, or nothing
   *     proves that they do
   * @throws org.pairboot.artifacts.format.input.BadImageException when one is damaged
   */
  Proven prove() throws ImportException, IOException {
    Optional<String> mistake = KernelArguments.mistake(image.kernelArguments());
    if (mistake.isPresent()) {
      throw new ImportException("its kernel arguments: " + mistake.get());
    }
    requireServed();
    requireNoFatForm();
    KernelFile kernel = KernelFile.read(file(image.kernel()));
    requireUsable(kernel);
    Judgement judged = judge();
    return new Proven(
        new ImageDraft(
            image.ref(),
            image.architecture(),
            kernel.form(),
            image.kernelArguments(),
            judged.verification(),
            judged.fetchesRootfs(),
            image.notes(),
            image.source()));
  }

  private void requireServed() throws ImportException {
    ServedPaths.requireServed(
        image.kernelArguments(),
        image.parts().stream()
            .map(Part::name)
            .filter(name -> name.role() == Role.PAYLOAD || name.role() == Role.EXTRA));
    boolean hasRoot = image.rootfs().isPresent() || !image.payloads().isEmpty();
    if (new ArgumentTemplate(image.kernelArguments()).wantsRootfsUrl() && !hasRoot) {
      throw new ImportException(
          "its kernel arguments contain %s, but it has no file to fetch"
              .formatted(ArgumentTemplate.ROOTFS_URL));
    }
  }

  /** An import makes the pair out of it; nothing shows that this pair was. */
  private void requireNoFatForm() throws ImportException {
    if (image.parts().stream().anyMatch(part -> part.name().role() == Role.FAT)) {
      throw new ImportException(
          "it was imported with --keep-fat, and nothing proves that its %s belongs to the pair; import that file here, as --initramfs with --keep-fat"
              .formatted(PartName.FAT));
    }
  }

  private void requireUsable(KernelFile kernel) throws ImportException {
    Optional<String> objection = kernel.objection();
    if (objection.isPresent()) {
      throw new ImportException("its kernel " + objection.get());
    }
    Optional<String> doubt = kernel.doubt();
    if (doubt.isPresent() && !request.allowUnknownKernel()) {
      throw new ImportException(
          "its kernel " + doubt.get() + "; --allow-unknown-kernel publishes it anyway");
    }
    if (image.architecture().filter(said -> !kernel.mayBeFor(said)).isPresent()) {
      throw new ImportException(
          "its kernel is for %s, but the image says that it is for %s; import its files one by one"
              .formatted(kernel.architecture().orElseThrow(), image.architecture().get()));
    }
  }

  private record Judgement(Verification verification, boolean fetchesRootfs) {}

  private Judgement judge() throws ImportException, IOException {
    if (image.initramfs().isEmpty()) {
      return new Judgement(
          new Verification.Unverifiable("there is no initramfs beside the kernel"), false);
    }
    ImageFile initramfs = file(image.initramfs().get());
    InitramfsFacts facts =
        InitramfsFacts.of(
            initramfs,
            request.unpackLimit(),
            PayloadListener.NONE,
            progress.begin("reading initramfs", initramfs.length()));
    if (image.rootfs().isPresent()) {
      ImageFile rootfs = file(image.rootfs().get());
      RootfsFacts rootfsFacts = RootfsFacts.of(rootfs, request.unpackLimit(), done -> {});
      Verdict verdict =
          PairVerifier.verify(
              facts, rootfsFacts, rootfs, progress.begin("verifying the pair", rootfs.length()));
      return new Judgement(accepted(verdict), facts.canFetch(rootfsFacts));
    }
    if (!facts.findings().isEmpty()) {
      throw new ImportException(
          "the kernel cannot unpack its initramfs: " + facts.findings().getFirst().message());
    }
    if (!image.payloads().isEmpty()) {
      return new Judgement(accepted(payload()), true);
    }
    if (!(facts.form() instanceof ImageForm.Other)) {
      throw new ImportException(
          "its initramfs needs a rootfs beside it, and there is none; import its kernel and"
              + " initramfs as files");
    }
    return new Judgement(
        new Verification.Unverifiable("there is no rootfs beside the initramfs"), false);
  }

  private Verdict payload() throws IOException {
    if (image.fetcher().isEmpty()) {
      return new Verdict.Unverifiable("it has no checksum that ties its files together");
    }
    ImageFile rootfs = file(image.payloads().getFirst());
    return PairVerifier.verifyFetched(
        file(image.fetcher().get()),
        rootfs,
        image.ref().version(),
        progress.begin("verifying the pair", rootfs.length()));
  }

  private Verification accepted(Verdict verdict) throws PairRejectedException {
    return switch (verdict) {
      case Verdict.Verified _ -> new Verification.Verified();
      case Verdict.Unverifiable(String why) when request.allowUnverified() ->
          new Verification.Unverifiable(why);
      case Verdict.Unverifiable(String why) ->
          throw new PairRejectedException(
              "nothing proves that its files belong together: "
                  + why
                  + "; --allow-unverified publishes it anyway");
      case Verdict.Rejected rejected -> throw new PairRejectedException(rejected.why());
    };
  }

  private ImageFile file(Part part) {
    return files.get(part.name());
  }

  @Override
  public void close() throws StoreException {
    staging.close();
  }

  /** An image that may be published. */
  final class Proven {
    private final ImageDraft draft;

    private Proven(ImageDraft draft) {
      this.draft = draft;
    }

    PublishResult publish(ImageStore store) throws StoreException {
      return store.publish(staging, draft);
    }
  }
}
