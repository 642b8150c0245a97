package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.content.ArgumentTemplate;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.format.fetcher.Fetcher;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.kernel.KernelFile;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.format.split.SplitOutput;
import org.pairboot.artifacts.store.ImageDraft;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ImageStore.PublishResult;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.InvalidNameException;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.image.Role;
import org.pairboot.artifacts.store.staging.StagedPart;
import org.pairboot.artifacts.store.staging.Staging;

/**
 * Makes files one image version: splits what is not split, proves that the pair belongs together,
 * and publishes all of it or nothing.
 */
public final class ImageImporter {
  /** Where the digest stands in for a version; long enough not to collide within an image. */
  private static final int DIGEST_PREFIX = 12;

  private final ImageStore store;

  public ImageImporter(ImageStore store) {
    this.store = store;
  }

  /**
   * Imports {@code request}. The files given are only read.
   *
   * @throws ImportException when they cannot become an image
   * @throws PairRejectedException when initramfs and rootfs do not belong together
   * @throws InvalidNameException when a name has characters that names must not have
   * @throws org.pairboot.artifacts.format.input.BadImageException when a file is damaged or of the
   *     wrong kind
   * @throws org.pairboot.artifacts.store.disk.StoreException when the store cannot take it
   * @throws IOException when a file cannot be read
   */
  public PublishResult run(ImportRequest request, Progress progress)
      throws ImportException, PairRejectedException, IOException {
    // What can be known before gigabytes are read is checked first.
    new ImageSelector(request.name(), request.version());
    ImportParts named = PartsFinder.find(request.source()).withExtras(request.extras());
    KernelFile kernel = kernel(named.kernel().file());

    try (Staging staging = store.stage();
        SplitOutput draft = new SplitOutput(SplitOutput.Paths.in(staging.directory()))) {
      PartCopier copier = new PartCopier(staging, progress);
      // With a rootfs beside it, it will not be split.
      SurveyedInitramfs initramfs =
          named.rootfs().isPresent()
              ? SurveyedInitramfs.asStaged(named.initramfs(), copier)
              : survey(named.initramfs(), staging, draft, progress);
      InitramfsFacts facts = initramfs.facts();
      ImportParts recognised = PartsFinder.recognised(named, facts);
      Optional<Fetcher> fetcher =
          request.source() instanceof ImportSource.WithFetcher
              ? Optional.of(FetcherParts.fetcher(recognised, facts))
              : Optional.empty();
      ImportParts parts =
          fetcher.isPresent()
              ? FetcherParts.fetched(recognised, fetcher.get(), request.kernelArguments())
              : recognised;
      String arguments = arguments(request, parts);
      copier.copy(parts.kernel(), PartName.KERNEL);
      StagedPair pair;
      if (fetcher.isPresent()) {
        pair = new FetcherStager(staging, copier, parts, fetcher.get()).stage(initramfs);
      } else if (parts.payloads().isEmpty()) {
        pair = new PairStager(staging, request, parts, draft, progress).stage(initramfs);
      } else {
        pair = new PayloadStager(copier, parts, request.allowUnverified()).stage(initramfs);
      }
      List<String> notes = new ArrayList<>(parts.notes());
      notes.addAll(pair.notes());
      missingRepository(parts, arguments).ifPresent(notes::add);
      for (ImportParts.Named further : parts.extras()) {
        StagedPart extra = copier.copy(further.source(), further.name());
        ExtraInitrd.objection(extra).ifPresent(notes::add);
      }
      return store.publish(
          staging,
          new ImageDraft(
              reference(request, pair, staging),
              request.architecture().or(kernel::architecture),
              arguments,
              pair.verification(),
              pair.fetchesRootfs(),
              notes));
    }
  }

  private static SurveyedInitramfs survey(
      PartSource source, Staging staging, SplitOutput draft, Progress progress) throws IOException {
    // The halves are of about this size together; a compressed root file system takes some more.
    staging.requireSpace(source.file().length());
    return SurveyedInitramfs.asGiven(source, draft, progress);
  }

  /** What the system needs comes first, so that what the user wants can override it. */
  private static String arguments(ImportRequest request, ImportParts parts) throws ImportException {
    String arguments =
        Stream.of(parts.arguments(), request.kernelArguments())
            .filter(text -> !text.isBlank())
            .collect(Collectors.joining(" "));
    ImageVersion.requireTexts(arguments, Optional.empty());
    boolean hasRoot = parts.rootfs().isPresent() || !parts.payloads().isEmpty();
    if (new ArgumentTemplate(arguments).wantsRootfsUrl() && !hasRoot) {
      throw new ImportException(
          "the kernel arguments name "
              + ArgumentTemplate.ROOTFS_URL
              + ", but there is no file for it; give one with --rootfs");
    }
    return arguments;
  }

  private static Optional<String> missingRepository(ImportParts parts, String arguments) {
    return parts
        .preset()
        .flatMap(Preset::repositoryArgument)
        .filter(argument -> !arguments.contains(argument + "="))
        .map(argument ->
            "machines also need packages; name a repository with --args " + argument + "=URL");
  }

  private static KernelFile kernel(ImageFile file) throws ImportException, IOException {
    KernelFile kernel = KernelFile.read(file);
    Optional<String> objection = kernel.objection();
    if (objection.isPresent()) {
      throw new ImportException(
          file.name() + " " + objection.get() + "; --kernel takes the kernel (vmlinuz)");
    }
    return kernel;
  }

  private static ImageRef reference(ImportRequest request, StagedPair pair, Staging staging)
      throws ImportException {
    if (request.version().isPresent()) {
      return new ImageRef(request.name(), request.version().get());
    }
    if (pair.version().isEmpty()) {
      String digest = digest(pair, staging).hex().substring(0, DIGEST_PREFIX);
      return new ImageRef(request.name(), "sha256-" + digest);
    }
    try {
      return new ImageRef(request.name(), pair.version().get());
    } catch (InvalidNameException e) {
      throw new ImportException(
          "the image's own version cannot be used here ("
              + e.getMessage()
              + "); name one with --version",
          e);
    }
  }

  /** Builds of one system often share their initramfs, but never what it fetches. */
  private static Sha256 digest(StagedPair pair, Staging staging) {
    MessageDigest digest = Sha256.newDigest();
    Set<Role> telling = EnumSet.of(Role.FETCHER, Role.PAYLOAD);
    List<StagedPart> fetched =
        staging.parts().stream().filter(part -> telling.contains(part.name().role())).toList();
    if (fetched.isEmpty()) {
      return pair.initramfs().digest();
    }
    Stream.concat(Stream.of(pair.initramfs()), fetched.stream())
        .forEach(part -> digest.update(part.digest().hex().getBytes(StandardCharsets.US_ASCII)));
    return Sha256.from(digest);
  }
}
