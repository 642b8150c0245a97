package org.pairboot.artifacts.fetch.streams;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.pairboot.artifacts.fetch.download.InvalidSourceException;
import org.pairboot.artifacts.fetch.download.Source;

/**
 * Turns the locations in a document into places to fetch from.
 *
 * @param document where the document is
 * @param mirror takes the place of scheme and host in each URL: a directory of this machine or of a
 *     server
 */
record Locations(Source document, Optional<Source> mirror) {

  Source of(String location) throws InvalidSourceException {
    Source source = document.resolve(location);
    return mirror.isPresent() && source instanceof Source.Remote(URI uri)
        ? mirrored(mirror.get(), uri)
        : source;
  }

  private static Source mirrored(Source mirror, URI uri) throws InvalidSourceException {
    return switch (mirror) {
      case Source.LocalFile(Path directory) -> inside(directory, String.valueOf(uri.getPath()));
      case Source.Remote(URI base) ->
          Source.parse(base.toString().replaceFirst("/+$", "") + uri.getRawPath());
    };
  }

  /** No location leads out of the mirror's directory. */
  private static Source inside(Path directory, String path) throws InvalidSourceException {
    try {
      Path file = directory.resolve(path.replaceFirst("^/+", "")).normalize();
      if (!file.startsWith(directory.normalize())) {
        throw new InvalidSourceException("'" + path + "' is outside of the mirror " + directory);
      }
      return new Source.LocalFile(file);
    } catch (InvalidPathException e) {
      throw new InvalidSourceException("'" + path + "' cannot be the name of a file");
    }
  }
}
