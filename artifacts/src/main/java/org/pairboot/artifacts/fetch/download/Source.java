package org.pairboot.artifacts.fetch.download;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pairboot.artifacts.fetch.transport.Transports;
import org.pairboot.artifacts.text.ShownUrl;

/** Where a file is: on this machine or at a URL. */
public sealed interface Source {

  /** A text is neither a file nor a URL that can be fetched. The message says what is expected. */
  final class InvalidSourceException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidSourceException(String message) {
      super(message);
    }
  }

  /** A file on this machine. */
  record LocalFile(Path path) implements Source {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /**
   * A file on another machine.
   *
   * @param uri has a host, and a scheme of {@link Transports#SCHEMES}
   */
  record Remote(URI uri) implements Source {
    /** As it may appear in messages. */
    @Override
    public String toString() {
      return ShownUrl.of(uri.toString());
    }
  }

  /** {@code SCHEME://...}; a colon alone may be part of a file name. */
  Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*", Pattern.DOTALL);

  /** A URL with one slash too few, which as the name of a file nobody would mean. */
  Pattern ONE_SLASH = Pattern.compile("(?i)(https?|ftp|tftp):/(?!/)(.*)", Pattern.DOTALL);

  /** Names the file, without the user who may have it. */
  default String identity() {
    return switch (this) {
      case LocalFile(Path path) -> path.toString();
      case Remote(URI uri) -> uri.toString().replaceFirst("(?<=//)[^/?#@]*@", "");
    };
  }

  /** Parses what a user gives: a URL or a path. */
  static Source parse(String text) throws InvalidSourceException {
    Matcher url = URL.matcher(text);
    Matcher oneSlash = ONE_SLASH.matcher(text);
    if (oneSlash.matches()) {
      throw new InvalidSourceException(
          "'%s' lacks a slash; did you mean %s?"
              .formatted(
                  ShownUrl.of(text), ShownUrl.of(oneSlash.group(1) + "://" + oneSlash.group(2))));
    }
    try {
      if (!url.matches()) {
        if (text.isBlank()) {
          throw new InvalidSourceException("expected a file or a URL, not an empty text");
        }
        return new LocalFile(Path.of(text));
      }
      return url.group(1).equalsIgnoreCase("file")
          ? new LocalFile(Path.of(new URI(text)))
          : remote(text);
    } catch (URISyntaxException | InvalidPathException e) {
      throw new InvalidSourceException(
          "'"
              + ShownUrl.of(text)
              + "' is not a valid file or URL: "
              + e.getMessage().replace(text, "..."));
    } catch (IllegalArgumentException e) {
      throw new InvalidSourceException("'" + text + "' is not a file on this machine");
    }
  }

  /** What {@code reference}, a URL or a relative one, means in a file at this place. */
  default Source resolve(String reference) throws InvalidSourceException {
    if (URL.matcher(reference).matches()) {
      // Never a file: URL: a downloaded file must not choose which local files are read.
      return remote(reference);
    }
    return switch (this) {
      case LocalFile(Path path) -> new LocalFile(path.resolveSibling(localPath(reference)));
      case Remote(URI uri) -> {
        try {
          yield remote(uri.resolve(new URI(reference)).toString());
        } catch (URISyntaxException e) {
          throw new InvalidSourceException(
              "'" + ShownUrl.of(reference) + "' is not a URL: " + e.getReason());
        }
      }
    };
  }

  /** The file beside this one whose name has {@code suffix} appended. */
  default Source withSuffix(String suffix) {
    return switch (this) {
      case LocalFile(Path path) -> new LocalFile(path.resolveSibling(path.getFileName() + suffix));
      case Remote(URI uri) -> {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        yield new Remote(uri.resolve(path.isEmpty() ? "/" + suffix : path + suffix));
      }
    };
  }

  /**
   * The last name of the path, reduced to characters that are legal in file names and part names;
   * {@code download} if the path has none.
   */
  default String fileName() {
    String path =
        switch (this) {
          case LocalFile(Path file) -> String.valueOf(file.getFileName());
          case Remote(URI uri) -> String.valueOf(uri.getPath());
        };
    String name =
        path.substring(path.lastIndexOf('/') + 1)
            .replaceAll("[^A-Za-z0-9._+~-]", "_")
            .replaceFirst("^[^A-Za-z0-9]+", "");
    return name.isEmpty() ? "download" : name.substring(0, Math.min(name.length(), 128));
  }

  private static String localPath(String reference) throws InvalidSourceException {
    try {
      return Path.of(reference).toString();
    } catch (InvalidPathException e) {
      throw new InvalidSourceException("'" + reference + "' is not a valid file name");
    }
  }

  private static Remote remote(String text) throws InvalidSourceException {
    Matcher url = URL.matcher(text);
    if (!url.matches() || !Transports.SCHEMES.contains(url.group(1).toLowerCase(Locale.ROOT))) {
      throw new InvalidSourceException(
          "'"
              + ShownUrl.of(text)
              + "' cannot be fetched; expected an http, https, ftp or tftp URL");
    }
    try {
      URI uri = new URI(text.replaceFirst("#.*", ""));
      if (uri.getHost() == null || uri.getPort() > 65535) {
        throw new InvalidSourceException(
            "'" + ShownUrl.of(text) + "' has no valid host; expected SCHEME://HOST[:PORT]/FILE");
      }
      return new Remote(uri);
    } catch (URISyntaxException e) {
      throw new InvalidSourceException(
          "'%s' is not a URL: %s at character %d"
              .formatted(
                  ShownUrl.of(text), e.getReason().toLowerCase(Locale.ROOT), e.getIndex() + 1));
    }
  }
}
