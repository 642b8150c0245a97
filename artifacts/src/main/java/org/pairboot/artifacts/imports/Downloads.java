package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.pairboot.artifacts.content.DirectoryOwner;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.fetch.download.Artifact;
import org.pairboot.artifacts.fetch.download.Downloader;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.imports.systems.ReleaseFinder;
import org.pairboot.conf.DownloadSettings;

/**
 * The files of one import, of which some may have to be downloaded. An import of local files alone
 * needs no network, no proxy and no keys, so the downloader is opened when it is first needed.
 */
final class Downloads implements ReleaseFinder.Documents, AutoCloseable {
  private final Path directory;
  private final DownloadSettings settings;
  private final Progress progress;
  private final Consumer<String> notices;
  private Downloader downloader;
  private Path temporary;

  /**
   * @param directory where files arrive
   * @param notices receives lines for the user
   */
  Downloads(
      Path directory, DownloadSettings settings, Progress progress, Consumer<String> notices) {
    this.directory = directory;
    this.settings = settings;
    this.progress = progress;
    this.notices = notices;
  }

  /** A file that the user named. A local one is taken as it is. */
  Path fetch(String label, Source source) throws IOException {
    return switch (source) {
      case Source.LocalFile(Path path) -> path;
      case Source.Remote remote -> fetch(Artifact.at(label, remote));
    };
  }

  /** A file with the digest that its metadata lists. */
  @Override
  public Path fetch(Artifact artifact) throws IOException {
    return downloader().fetch(artifact);
  }

  @Override
  public byte[] read(Source source, int maxBytes) throws IOException {
    return downloader().read(source, maxBytes);
  }

  /** For what is unpacked from downloads; deleted when this is closed. */
  Path temporaryDirectory() throws IOException {
    if (temporary == null) {
      DirectoryOwner.makeDirectories(directory);
      temporary = Files.createTempDirectory(directory, "unpacked-");
    }
    return temporary;
  }

  /** Deletes what was downloaded, after it has been imported. */
  void discard() throws IOException {
    if (downloader != null) {
      downloader.discard();
    }
  }

  @Override
  public void close() throws IOException {
    if (temporary != null) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
      Files.delete(temporary);
    }
    if (downloader != null) {
      downloader.close();
    }
  }

  private Downloader downloader() throws IOException {
    if (downloader == null) {
      downloader = Downloader.open(directory, settings, progress, notices);
    }
    return downloader;
  }
}
