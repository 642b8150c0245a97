package org.pairboot.conf.file;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pairboot.conf.file.HoconFile.Texts;

/**
 * The files that one HOCON file includes: only those in its own directory and below. Each is read
 * once, so that what was scanned is what the library gets. Not thread-safe.
 */
final class HoconIncludes {
  private static final int MAX_INCLUDES = 100;

  private final Path directory;
  private final Texts texts;
  private final Map<Path, String> read = new HashMap<>();
  private int left;
  private int count;

  /**
   * @param file that includes others
   * @param left how many characters all of them may have together
   */
  HoconIncludes(Path file, Texts texts, int left) {
    this.directory = file.toAbsolutePath().getParent();
    this.texts = texts;
    this.left = left;
  }

  /** A file that another one includes. */
  record Included(Path file, String text) {}

  /**
   * Reads the file that {@code including} calls {@code name}.
   *
   * @param required whether it has to exist
   * @return empty when it does not exist
   */
  Optional<Included> include(Path including, String name, boolean required) throws FileException {
    Path file = find(including, name);
    String known = read.get(file);
    if (++count > MAX_INCLUDES) {
      throw new FileException(file.toString(), "more than " + MAX_INCLUDES + " files are included");
    }
    if (known != null) {
      return Optional.of(new Included(file, known));
    }
    if (!texts.exists(file)) {
      if (required) {
        throw new FileException(file.toString(), "no such file");
      }
      return Optional.empty();
    }
    String text = texts.read(file, left);
    left -= text.length();
    read.put(file, text);
    return Optional.of(new Included(file, text));
  }

  private Path find(Path including, String name) throws FileException {
    Path file;
    try {
      file = including.toAbsolutePath().resolveSibling(name).normalize();
    } catch (InvalidPathException e) {
      throw new FileException(name, "not the name of a file");
    }
    try {
      boolean inside =
          file.startsWith(directory.normalize())
              && (!Files.exists(file) || file.toRealPath().startsWith(directory.toRealPath()));
      if (!inside) {
        throw new FileException(
            file.toString(), "not in " + directory + "; only files there can be included");
      }
      return file;
    } catch (IOException e) {
      throw new FileException(file.toString(), TextFile.reason(e));
    }
  }

  /** Gives the library the files that {@code including} includes. */
  ConfigIncluder includer(Path including) {
    return new Includer(including);
  }

  /** The scanner has refused all but files; so do these methods. */
  private final class Includer
      implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    private final Path including;

    private Includer(Path including) {
      this.including = including;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      try {
        Path file = find(including, what);
        String text = read.get(file);
        return text == null
            ? ConfigFactory.empty().root()
            : ConfigFactory.parseString(text, options(file)).root();
      } catch (FileException e) {
        throw new ConfigException.Generic(e.getMessage(), e);
      }
    }

    private ConfigParseOptions options(Path file) {
      return HoconFile.options(file.toString()).setIncluder(includer(file));
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      return include(context, what.toString());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      throw new ConfigException.Generic("cannot include " + what);
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      throw new ConfigException.Generic("cannot include " + what);
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }
  }
}
