package org.pairboot.artifacts.fetch.download;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pairboot.artifacts.fetch.transport.Transports;

/** Where a file is: on this machine, or at a URL. */
public sealed interface Source {

  /** A file of this machine. */
  record LocalFile(Path path) implements Source {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /**
   * A file elsewhere.
   *
   * @param uri has a host, and a scheme of {@link Transports#SCHEMES}
   */
  record Remote(URI uri) implements Source {
    private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^/?#@]*@");

    /** The URL without name and password, which belong in no message. */
    @Override
    public String toString() {
      return USER_INFO.matcher(uri.toString()).replaceFirst("");
    }
  }

  /** {@code SCHEME://...}; a colon alone may be in the name of a file. */
  Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*", Pattern.DOTALL);

  /** What a user gives: a URL, or a path. */
  static Source parse(String text) throws InvalidSourceException {
    Matcher url = URL.matcher(text);
    try {
      if (!url.matches()) {
        if (text.isBlank()) {
          throw new InvalidSourceException("a file or a URL is needed, not an empty text");
        }
        return new LocalFile(Path.of(text));
      }
      return url.group(1).equalsIgnoreCase("file")
          ? new LocalFile(Path.of(new URI(text)))
          : remote(text);
    } catch (URISyntaxException | InvalidPathException e) {
      throw new InvalidSourceException(
          "'" + text + "' cannot be read: " + e.getMessage().replace(text, "..."));
    } catch (IllegalArgumentException e) {
      throw new InvalidSourceException("'" + text + "' is no file of this machine");
    }
  }

  /** What a file at this place means by {@code reference}, a URL or one relative to this. */
  default Source resolve(String reference) throws InvalidSourceException {
    if (URL.matcher(reference).matches()) {
      // Nobody else's file says which files of this machine are read.
      return remote(reference);
    }
    return switch (this) {
      case LocalFile(Path path) -> new LocalFile(path.resolveSibling(localPath(reference)));
      case Remote(URI uri) -> {
        try {
          yield remote(uri.resolve(new URI(reference)).toString());
        } catch (URISyntaxException e) {
          throw new InvalidSourceException("'" + reference + "' is no URL: " + e.getReason());
        }
      }
    };
  }

  /** The same with {@code suffix} behind the name of the file. */
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
   * The last name of the path, of characters that a file name and a part of an image may have;
   * {@code download} where there is none.
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
      throw new InvalidSourceException("'" + reference + "' cannot be the name of a file");
    }
  }

  private static Remote remote(String text) throws InvalidSourceException {
    Matcher url = URL.matcher(text);
    if (!url.matches() || !Transports.SCHEMES.contains(url.group(1).toLowerCase(Locale.ROOT))) {
      throw new InvalidSourceException(
          "'" + text + "' cannot be fetched; URLs of http, https, ftp and tftp can");
    }
    try {
      URI uri = new URI(text.replaceFirst("#.*", ""));
      if (uri.getHost() == null || uri.getPort() > 65535) {
        throw new InvalidSourceException(
            "'"
                + text
                + "' has no host that can be asked; it looks like SCHEME://HOST[:PORT]/FILE");
      }
      return new Remote(uri);
    } catch (URISyntaxException e) {
      throw new InvalidSourceException(
          "'%s' is no URL: %s at character %d"
              .formatted(text, e.getReason().toLowerCase(Locale.ROOT), e.getIndex() + 1));
    }
  }
}
