package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.ArgumentTemplate;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.inspect.MemoryNeed;
import org.pairboot.artifacts.format.kernel.KernelFile;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.format.streamhash.StreamHasher;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImportRequest.ImportSource;
import org.pairboot.artifacts.imports.ImportStaging.Initramfs;
import org.pairboot.artifacts.imports.PairStager.StagedPair;
import org.pairboot.artifacts.store.ImageDraft;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ImageStore.PublishResult;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.staging.PartWriter;
import org.pairboot.artifacts.store.staging.Staging.StagedPart;
import org.pairboot.artifacts.text.Sizes;

/** Makes an image of the parts of one import, and publishes it. */
final class ImagePublisher {
  /** Most machines have this much; what needs more deserves a note. */
  private static final long USUAL_MEMORY = 8L << 30;

  private final ImageStore store;
  private final ImportRequest request;
  private final Progress progress;

  ImagePublisher(ImageStore store, ImportRequest request, Progress progress) {
    this.store = store;
    this.request = request;
    this.progress = progress;
  }

  /** Makes an image of {@code found}, all of which is on this machine now. */
  PublishResult publish(ImportParts given) throws ImportException, IOException {
    if (!(request.source() instanceof ImportSource.LiveMedium)) {
      SwappedFiles.refuse(given);
    }
    try (ImportStaging staging = ImportStaging.open(store, request.unpackLimit(), progress)) {
      ImportParts found = UnifiedParts.takenApart(given);
      KernelFile kernel = kernel(found.kernel().file());
      requireArchitecture(kernel, found.kernel().name());
      Optional<Initramfs> initramfs = staging.read(found);
      ImportPlan plan = ImportPlan.of(request, found, initramfs);
      ImportParts parts = plan.parts();
      String arguments = arguments(parts);

      staging.copy(parts.kernel(), PartName.KERNEL);
      PairStager pairs = new PairStager(staging, request, progress);
      StagedPair pair =
          switch (plan) {
            case ImportPlan.KernelAlone alone -> PairStager.kernelAlone();
            case ImportPlan.Pair both -> pairs.copy(both);
            case ImportPlan.SplitFat fat -> pairs.split(fat);
            case ImportPlan.InitramfsOnly only -> pairs.alone(only);
            case ImportPlan.WithPayload payload -> stagePayloads(payload, staging);
            case ImportPlan.WithFetcher fetcher -> stageFetcher(fetcher, staging);
          };
      List<String> notes = new ArrayList<>(parts.notes());
      notes.addAll(pair.notes());
      missingRepository(parts, arguments).ifPresent(notes::add);
      kernel
          .doubt()
          .map(doubt -> "the kernel " + doubt + ", so machines may not start it")
          .ifPresent(notes::add);
      Optional<InitramfsFacts> facts = initramfs.map(Initramfs::facts);
      List<FirstBoot.Found> configs = new ArrayList<>();
      facts
          .flatMap(InitramfsFacts::firstBoot)
          .ifPresent(inside -> configs.add(new FirstBoot.Found(PartName.INITRAMFS, inside)));
      long unpacked = facts.map(InitramfsFacts::unpackedLength).orElse(0L);
      for (ImportParts.Named further : parts.extras()) {
        ExtraInitrd extra =
            ExtraInitrd.read(staging.copy(further.source(), further.name()), request.unpackLimit());
        unpacked += extra.unpacked();
        extra.objection().ifPresent(notes::add);
        extra
            .firstBoot()
            .ifPresent(inside -> configs.add(new FirstBoot.Found(further.name(), inside)));
      }
      muchMemory(unpacked).ifPresent(notes::add);
      FirstBoot firstBoot = FirstBoot.of(arguments, configs, facts, parts.preset());
      firstBoot.note().ifPresent(notes::add);

      Optional<Architecture> architecture = request.architecture().or(kernel::architecture);
      return store.publish(
          staging.area(),
          new ImageDraft(
              new VersionChoice(request, store.refresh())
                  .of(
                      pair.version(),
                      parts.version(),
                      staging.area().parts(),
                      architecture,
                      firstBoot.arguments()),
              architecture,
              kernel.form(),
              firstBoot.arguments(),
              pair.verification(),
              pair.fetchesRootfs(),
              notes,
              request.listed().flatMap(ImportRequest.Listed::origin)));
    }
  }

  private KernelFile kernel(ImageFile file) throws ImportException, IOException {
    KernelFile kernel = KernelFile.read(file);
    Optional<String> objection = kernel.objection();
    if (objection.isPresent()) {
      throw new ImportException(
          file.name() + " " + objection.get() + "; --kernel takes the kernel (vmlinuz)");
    }
    Optional<String> doubt = kernel.doubt();
    if (doubt.isPresent() && !request.allowUnknownKernel()) {
      throw new ImportException(
          file.name()
              + " "
              + doubt.get()
              + "; --kernel takes the kernel (vmlinuz), and --allow-unknown-kernel publishes this"
              + " one anyway");
    }
    return kernel;
  }

  /** No machine starts a kernel for another processor. */
  private void requireArchitecture(KernelFile kernel, String name) throws ImportException {
    Optional<Architecture> said = request.architecture().filter(it -> !kernel.mayBeFor(it));
    if (said.isPresent()) {
      throw new ImportException(
          "%s is a kernel for %s, but the image is to be for %s; name the kernel for %s, or leave out --arch"
              .formatted(name, kernel.architecture().orElseThrow(), said.get(), said.get()));
    }
  }

  /** The arguments that the system needs come first, so that the user's can override them. */
  private String arguments(ImportParts parts) throws ImportException {
    ImageVersion.requireKernelArguments(request.kernelArguments());
    String arguments =
        KernelArguments.parse(parts.arguments())
            .plus(KernelArguments.parse(request.kernelArguments()))
            .toString();
    ImageVersion.requireKernelArguments(arguments);
    boolean hasRoot = parts.rootfs().isPresent() || !parts.payloads().isEmpty();
    if (new ArgumentTemplate(arguments).wantsRootfsUrl() && !hasRoot) {
      throw new ImportException(
          "the kernel arguments contain "
              + ArgumentTemplate.ROOTFS_URL
              + ", but the image has no file to fetch; name one with --rootfs");
    }
    ServedPaths.requireServed(arguments, parts);
    return arguments;
  }

  private static StagedPair stagePayloads(ImportPlan.WithPayload plan, ImportStaging staging)
      throws ImportException, IOException {
    staging.stagedAlone(plan.initramfs());
    for (ImportParts.Named payload : plan.parts().payloads()) {
      staging.copy(payload.source(), payload.name());
    }
    return new StagedPair(
        Optional.empty(), new Verification.Unverifiable(plan.unverifiable()), true, List.of());
  }

  /** The fetcher gets the hashes of the rootfs as it arrives here, so this pair is verified. */
  private static StagedPair stageFetcher(ImportPlan.WithFetcher plan, ImportStaging staging)
      throws ImportException, IOException {
    staging.stagedAlone(plan.initramfs());
    ImportParts.Named payload = plan.rootfs();
    StreamHasher hasher = new StreamHasher();
    StagedPart rootfs = staging.copy(payload.source(), payload.name(), List.of(hasher::update));
    try (PartWriter writer = staging.area().write(PartName.FETCHER)) {
      writer.write(plan.fetcher().initrd(hasher.finish(), rootfs.length()));
      writer.finish();
    }
    return new StagedPair(
        Optional.empty(),
        new Verification.Verified(),
        true,
        List.of(
            "this import added fetcher.img, with which the initramfs fetches "
                + rootfs.name()
                + " and checks its hashes"));
  }

  private static Optional<String> muchMemory(long unpacked) {
    long need = MemoryNeed.bytes(0, unpacked, 0);
    return need <= USUAL_MEMORY
        ? Optional.empty()
        : Optional.of(
            "the initrds unpack to %s, so machines need at least %s of memory"
                .formatted(Sizes.text(unpacked), Sizes.text(need)));
  }

  private static Optional<String> missingRepository(ImportParts parts, String arguments) {
    return parts
        .preset()
        .flatMap(Preset::repositoryArgument)
        .filter(argument -> !KernelArguments.parse(arguments).has(argument))
        .map(argument ->
            "machines also need packages; name a repository with --args " + argument + "=URL");
  }
}
