package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.fetch.download.Mirror;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.fetch.download.Source.InvalidSourceException;
import org.pairboot.artifacts.imports.ImportRequest.ImportSource;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ImageStore.PublishResult;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.InvalidNameException;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.conf.DownloadSettings;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.SettingsException;

/**
 * Imports files, here or on other machines, as one image version: downloads what is not here,
 * splits what is not split, verifies that the pair belongs together, and publishes all of it or
 * nothing.
 */
public final class ImageImporter {
  private final ImageStore store;
  private final DownloadSettings settings;
  private final Consumer<String> notices;

  /**
   * @param notices receives lines for the user while an import runs
   */
  public ImageImporter(ImageStore store, DownloadSettings settings, Consumer<String> notices) {
    this.store = store;
    this.settings = settings;
    this.notices = notices;
  }

  /**
   * Imports {@code request}. The files given are only read.
   *
   * @throws ImportException when they cannot become an image
   * @throws ImportException.PairRejectedException when initramfs and rootfs do not belong together
   * @throws InvalidNameException when a name has characters that names must not have
   * @throws SettingsException when the settings for downloads cannot be used
   * @throws org.pairboot.artifacts.fetch.download.DownloadException when a file cannot be fetched
   * @throws org.pairboot.artifacts.format.input.BadImageException when a file is damaged or of the
   *     wrong kind
   * @throws org.pairboot.artifacts.store.disk.StoreException when the store cannot take it
   * @throws IOException when a file cannot be read
   */
  public PublishResult run(ImportRequest request, Progress progress)
      throws ImportException, SettingsException, IOException {
    checkBeforeFetching(request);
    PublishResult published;
    try (Downloads downloads = new Downloads(downloads(), settings, progress, notices)) {
      published = fetchAndPublish(request, downloads, progress);
      downloads.discard();
    }
    for (ChannelRef channel : request.channels()) {
      ImageRef ref = published.image().ref();
      store.setChannel(channel, new ImageSelector(ref.name(), Optional.of(ref.version())));
    }
    return published;
  }

  /** Where files from other machines arrive, and what is left of them waits for another attempt. */
  public Path downloads() {
    return store.directory().resolve("downloads");
  }

  /** Finds the mistakes that need not wait until gigabytes have been fetched and read. */
  private static void checkBeforeFetching(ImportRequest request) throws ImportException {
    new ImageSelector(request.name(), request.version());
    Optional<String> mistake = KernelArguments.mistake(request.kernelArguments());
    if (mistake.isPresent()) {
      throw new ImportException("kernel arguments: " + mistake.get());
    }
    for (Source source :
        Stream.of(
                request.source().files(),
                request.extras().stream(),
                request.wrapped().stream().map(WrappedFile::source))
            .flatMap(sources -> sources)
            .toList()) {
      if (source instanceof Source.LocalFile(var path)) {
        PartsFinder.requireReadable(path);
      }
    }
    for (Source extra : request.extras()) {
      if (extra instanceof Source.Remote) {
        PartName.extra(extra.fileName());
      }
    }
  }

  private PublishResult fetchAndPublish(
      ImportRequest request, Downloads downloads, Progress progress)
      throws ImportException, SettingsException, IOException {
    Optional<ListedRelease> listed = listed(request, downloads);
    if (listed.isEmpty()) {
      return publish(request, downloads, progress);
    }
    ListedRelease release = listed.get();
    VersionChoice choice = new VersionChoice(request, store.refresh());
    Optional<ImageVersion> published =
        choice.versionsOf(release.version()).filter(release::isPublishedAs).findFirst();
    if (published.isPresent()) {
      return new PublishResult(published.get(), false);
    }
    notices.accept("fetching " + release.version() + " for " + release.architecture());
    return publish(release.fetch(downloads), downloads, progress);
  }

  private Optional<ListedRelease> listed(ImportRequest request, Downloads downloads)
      throws ImportException, SettingsException, IOException {
    return switch (request.source()) {
      case ImportSource.Metadata metadata ->
          Optional.of(StreamRelease.read(request, metadata, mirror(), downloads));
      case ImportSource.FromCatalogue system ->
          Optional.of(CatalogueRelease.find(request, system, mirror(), downloads));
      default -> Optional.empty();
    };
  }

  private Optional<Mirror> mirror() throws SettingsException {
    if (settings.mirror().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Mirror(Source.parse(settings.mirror().get())));
    } catch (InvalidSourceException e) {
      throw new SettingsException(
          List.of(new Mistake("settings", "downloads.mirror", e.getMessage())));
    }
  }

  private PublishResult publish(ImportRequest request, Downloads downloads, Progress progress)
      throws ImportException, IOException {
    return new ImagePublisher(store, request, progress)
        .publish(PartsFinder.find(request, downloads));
  }

  /** The files given cannot become an image. The message names the file and the remedy. */
  public static sealed class ImportException extends Exception {
    private static final long serialVersionUID = 1L;

    public ImportException(String message) {
      super(message);
    }

    ImportException(String message, Throwable cause) {
      super(message, cause);
    }

    /** Initramfs and rootfs do not belong together, or nothing proves that they do. */
    public static final class PairRejectedException extends ImportException {
      private static final long serialVersionUID = 1L;

      public PairRejectedException(String message) {
        super(message);
      }
    }
  }
}
