package org.pairboot.appliance.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.console.ProgressDisplay;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.fetch.download.Artifact;
import org.pairboot.artifacts.fetch.download.Downloader;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.fetch.download.Source.InvalidSourceException;
import org.pairboot.artifacts.fetch.streams.StreamMetadata;
import org.pairboot.artifacts.fetch.streams.StreamMetadata.PxeRelease;
import org.pairboot.artifacts.imports.ImageImporter;
import org.pairboot.artifacts.imports.ImportSource;
import org.pairboot.artifacts.imports.MachineArchitecture;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ImageStore.PublishResult;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.Part;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.conf.DownloadSettings;

/** Fetches what an import names, and then imports it as if it had always been here. */
record RemoteImport(
    ImageStore store, DownloadSettings settings, Console console, ProgressDisplay progress) {

  PublishResult run(ImportPlan plan) throws Exception {
    // What can be known before gigabytes are fetched is checked first.
    new ImageSelector(plan.name(), plan.version());
    requireLocalFiles(plan);
    Path directory = store.directory().resolve("downloads");
    try (Downloader downloader =
        Downloader.open(directory, settings, progress::step, console::say)) {
      PublishResult published =
          plan.stream().isPresent()
              ? importRelease(plan, downloader)
              : importFiles(plan, downloader);
      downloader.discard();
      return published;
    }
  }

  private PublishResult importRelease(ImportPlan plan, Downloader downloader) throws Exception {
    PxeRelease release = release(plan, downloader);
    ImageRef ref = new ImageRef(plan.name(), plan.version().orElse(release.version()));
    Optional<ImageVersion> there =
        store
            .snapshot()
            .find(new ImageSelector(ref.name(), Optional.of(ref.version())))
            .filter(image -> isOf(image, release, plan));
    if (there.isPresent()) {
      return new PublishResult(there.get(), false);
    }
    console.say("fetching " + release.version() + " for " + release.architecture());
    ImportSource source =
        plan.filesSource(
            downloader.fetch(release.kernel()),
            downloader.fetch(release.initramfs()),
            release.rootfs().isPresent()
                ? Optional.of(downloader.fetch(release.rootfs().get()))
                : Optional.empty());
    return publish(
        plan,
        new ImportPlan.Local(source, extras(plan, downloader)),
        Optional.of(release.version()),
        Optional.of(release.architecture()));
  }

  private PublishResult importFiles(ImportPlan plan, Downloader downloader) throws Exception {
    ImportSource source =
        plan.iso().isPresent() ? plan.isoSource(plan.iso().get()) : separateFiles(plan, downloader);
    return publish(
        plan,
        new ImportPlan.Local(source, extras(plan, downloader)),
        Optional.empty(),
        Optional.empty());
  }

  private static ImportSource separateFiles(ImportPlan plan, Downloader downloader)
      throws IOException {
    Path kernel = fetch("kernel", plan.kernel().orElseThrow(), downloader);
    Path initramfs = fetch("initramfs", plan.initramfs().orElseThrow(), downloader);
    Optional<Path> rootfs =
        plan.rootfs().isPresent()
            ? Optional.of(fetch("rootfs", plan.rootfs().get(), downloader))
            : Optional.empty();
    return plan.filesSource(kernel, initramfs, rootfs);
  }

  private PublishResult publish(
      ImportPlan plan,
      ImportPlan.Local local,
      Optional<String> version,
      Optional<String> architecture)
      throws Exception {
    return new ImageImporter(store).run(plan.request(local, version, architecture), progress::step);
  }

  private PxeRelease release(ImportPlan plan, Downloader downloader) throws Exception {
    Source place = plan.stream().orElseThrow();
    byte[] document = downloader.read(place, StreamMetadata.MAX_BYTES);
    return StreamMetadata.parse(document, place, mirror())
        .pxe(plan.architecture().orElseGet(MachineArchitecture::current));
  }

  private Optional<Source> mirror() throws UsageException {
    try {
      return settings.mirror().isPresent()
          ? Optional.of(Source.parse(settings.mirror().get()))
          : Optional.empty();
    } catch (InvalidSourceException e) {
      throw new UsageException("downloads.mirror: " + e.getMessage());
    }
  }

  private static List<Path> extras(ImportPlan plan, Downloader downloader) throws IOException {
    List<Path> extras = new ArrayList<>();
    for (Source extra : plan.extras()) {
      extras.add(fetch(extra.fileName(), extra, downloader));
    }
    return extras;
  }

  private static Path fetch(String label, Source source, Downloader downloader) throws IOException {
    return switch (source) {
      // What a user has here is taken as it is.
      case Source.LocalFile(Path path) -> path;
      case Source.Remote remote -> downloader.fetch(Artifact.at(label, remote));
    };
  }

  private static void requireLocalFiles(ImportPlan plan) throws NoSuchFileException {
    for (Source source : plan.sources().toList()) {
      if (source instanceof Source.LocalFile(Path path) && !Files.exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
    }
    for (Source extra : plan.extras()) {
      if (extra instanceof Source.Remote) {
        PartName.extra(extra.fileName());
      }
    }
  }

  /** Whether a version that is there already is what would come of fetching all again. */
  private static boolean isOf(ImageVersion image, PxeRelease release, ImportPlan plan) {
    Set<Sha256> wanted =
        release
            .artifacts()
            .flatMap(artifact -> artifact.sha256().stream())
            .collect(Collectors.toSet());
    Set<Sha256> there = image.parts().stream().map(Part::digest).collect(Collectors.toSet());
    return plan.extras().isEmpty()
        && wanted.equals(there)
        && plan.kernelArguments().equals(image.kernelArguments());
  }
}
