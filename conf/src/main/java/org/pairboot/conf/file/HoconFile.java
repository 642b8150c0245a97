package org.pairboot.conf.file;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pairboot.conf.file.FileException.Problem;
import org.pairboot.conf.file.HoconTree.TooMuchException;

/**
 * A HOCON file that was read within limits: of its size, of the depth of its sections, of what its
 * substitutions make of it, and so of the time that all of it takes. It includes nothing but files
 * in its own directory.
 *
 * @param config whose substitutions are not filled in yet; filling them in is bounded too
 * @param repeated what is defined more than once, of which all but the last have no effect
 */
public record HoconFile(Config config, List<Repeated> repeated) {
  /** Of a file and those that it includes, in characters. */
  static final int MAX_SIZE = 16 << 20;

  /** The library describes the origin of merged values so, and appends lines. */
  private static final Pattern ORIGIN =
      Pattern.compile("(?:merge of )?(?<file>.*?)(?:: \\d+(?:-\\d+)?(?:,.*)?)?");

  /**
   * Something that one file defines more than once, so that what came first has no effect.
   *
   * @param path of which the last is its own name
   * @param isSection whether it is a section, of which the parts are merged
   */
  public record Repeated(List<String> path, String place, String firstPlace, boolean isSection) {}

  /** Where the texts of files come from. */
  public interface Texts {
    /** The files themselves. */
    Texts DISK =
        new Texts() {
          @Override
          public String read(Path file, int maxSize) throws FileException {
            return TextFile.read(file, maxSize);
          }

          @Override
          public boolean exists(Path file) {
            return Files.exists(file);
          }
        };

    /** No files at all. */
    Texts NONE =
        new Texts() {
          @Override
          public String read(Path file, int maxSize) throws FileException {
            throw new FileException(file.toString(), "no such file");
          }

          @Override
          public boolean exists(Path file) {
            return false;
          }
        };

    /**
     * @throws FileException when the file cannot be read or is larger than {@code maxSize} bytes
     */
    String read(Path file, int maxSize) throws FileException;

    boolean exists(Path file);
  }

  /**
   * Reads a file.
   *
   * @throws FileException with each thing that is wrong
   */
  public static HoconFile read(Path file, Texts texts) throws FileException {
    String text = texts.read(file, MAX_SIZE);
    return parse(file, text, new HoconIncludes(file, texts, MAX_SIZE - text.length()));
  }

  /** Reads a text that is no file and includes none. */
  public static Config parse(String description, String text) throws FileException {
    Path none = Path.of(description);
    HoconIncludes includes = new HoconIncludes(none, Texts.NONE, 0);
    return resolve(parse(none, text, includes).config(), description);
  }

  private static HoconFile parse(Path file, String text, HoconIncludes includes)
      throws FileException {
    HoconTree tree = new HoconTree();
    List<Problem> problems = new ArrayList<>();
    HoconScanner scanner = new HoconScanner(file, text, tree, tree.root, null, includes, problems);
    try {
      boolean understood = scanner.scan();
      tree.requireBounded();
      if (!problems.isEmpty()) {
        throw new FileException(problems);
      }
      Config config =
          ConfigFactory.parseString(
              text, options(file.toString()).setIncluder(includes.includer(file)));
      if (!understood) {
        throw new FileException(scanner.place(), "cannot be understood from here on; simplify it");
      }
      return new HoconFile(config, tree.repeated());
    } catch (TooMuchException e) {
      throw new FileException(scanner.place(), e.getMessage());
    } catch (ConfigException e) {
      throw new FileException(List.of(problem(file.toString(), e)));
    } catch (StackOverflowError | OutOfMemoryError e) {
      throw new FileException(file.toString(), "too large to be read");
    }
  }

  static ConfigParseOptions options(String description) {
    return ConfigParseOptions.defaults()
        .setSyntax(ConfigSyntax.CONF)
        .setOriginDescription(description);
  }

  /** The file with its substitutions filled in. */
  public Config resolved(Path file) throws FileException {
    return resolve(config, file.toString());
  }

  /**
   * Fills in the substitutions of what was read here.
   *
   * @param description of it, for a place that the library does not know
   * @throws FileException when one refers to nothing
   */
  public static Config resolve(Config config, String description) throws FileException {
    try {
      return config.resolve();
    } catch (ConfigException e) {
      throw new FileException(List.of(problem(description, e)));
    } catch (StackOverflowError | OutOfMemoryError e) {
      throw new FileException(description, "too large to be read");
    }
  }

  /**
   * What the library says, with the place in front.
   *
   * @param place used when the library does not know it
   */
  private static Problem problem(String place, ConfigException e) {
    // The library's message begins with the origin when it knows one.
    String message = e.getMessage();
    return e.origin() == null
        ? new Problem(place, "", message)
        : new Problem(place(e.origin()), "", message.substring(message.indexOf(": ") + 1).strip());
  }

  /** {@code FILE:LINE}, or the description of what is no file. */
  public static String place(ConfigOrigin origin) {
    String file = file(origin);
    return origin.lineNumber() > 0 ? file + ":" + origin.lineNumber() : file;
  }

  /** The file from which a value comes, or the description of what is no file. */
  public static String file(ConfigOrigin origin) {
    Matcher matcher = ORIGIN.matcher(origin.description());
    return origin.lineNumber() > 0 && matcher.matches()
        ? matcher.group("file")
        : origin.description();
  }
}
