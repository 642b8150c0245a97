package org.pairboot.artifacts.fetch.download;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.pairboot.artifacts.fetch.download.Source.InvalidSourceException;

/**
 * A local copy of what others publish: a URL or a directory that replaces scheme and host of their
 * URLs.
 */
public record Mirror(Source base) {

  /** The copy of {@code original}. A file on this machine is its own. */
  public Source of(Source original) throws InvalidSourceException {
    if (!(original instanceof Source.Remote(URI uri))) {
      return original;
    }
    return switch (base) {
      case Source.LocalFile(Path directory) -> inside(directory, String.valueOf(uri.getPath()));
      case Source.Remote(URI mirror) ->
          Source.parse(mirror.toString().replaceFirst("/+$", "") + uri.getRawPath());
    };
  }

  /** No location leads out of the mirror's directory. */
  private static Source inside(Path directory, String path) throws InvalidSourceException {
    try {
      Path file = directory.resolve(path.replaceFirst("^/+", "")).normalize();
      if (!file.startsWith(directory.normalize())) {
        throw new InvalidSourceException("'" + path + "' is outside the mirror " + directory);
      }
      return new Source.LocalFile(file);
    } catch (InvalidPathException e) {
      throw new InvalidSourceException("'" + path + "' is not a valid file name");
    }
  }
}
