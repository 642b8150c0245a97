package org.pairboot.appliance.boot.script;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.pairboot.appliance.boot.planner.Script;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.SettingsException;

/**
 * The loader scripts as logic-less templates: those in the resources beside this class, and in
 * place of them those of the user. Immutable and thread-safe.
 */
public final class ScriptTemplates {
  private static final String EXTENSION = ".mustache";

  private final Map<Script, Template> templates = new EnumMap<>(Script.class);

  private ScriptTemplates() {}

  /** Those that this program brings. */
  public static ScriptTemplates builtIn() {
    ScriptTemplates all = new ScriptTemplates();
    for (Script script : Script.values()) {
      all.templates.put(script, compile(script, resource(script.fileName() + EXTENSION)));
    }
    return all;
  }

  /**
   * Those of the user, and those that this program brings for scripts of which there are none. Each
   * is tried with everything that it may be given.
   *
   * @param directory the user's, if there is one; it need not exist
   * @param watch takes each file before it is looked at
   * @throws SettingsException with one message for each template with a mistake
   * @throws IOException when a template cannot be read
   */
  public static ScriptTemplates load(Optional<Path> directory, Consumer<Path> watch)
      throws SettingsException, IOException {
    ScriptTemplates all = builtIn();
    List<Mistake> mistakes = new ArrayList<>();
    if (directory.isPresent()) {
      for (Script script : Script.values()) {
        Path file = directory.get().resolve(script.fileName() + EXTENSION);
        watch.accept(file);
        if (Files.exists(file)) {
          all.override(script, file, mistakes);
        }
      }
    }
    if (!mistakes.isEmpty()) {
      throw new SettingsException(mistakes);
    }
    return all;
  }

  private void override(Script script, Path file, List<Mistake> mistakes) throws IOException {
    try {
      templates.put(script, compile(script, Files.readString(file)));
      ScriptSamples.ALL.forEach(sample -> render(script, sample));
    } catch (MustacheException.Context e) {
      mistakes.add(
          new Mistake(file + ":" + e.lineNo, "{{" + e.key + "}}", "there is no such variable"));
    } catch (MustacheException e) {
      mistakes.add(new Mistake(file.toString(), "", e.getMessage()));
    }
  }

  String render(Script script, ScriptModel model) {
    return templates.get(script).execute(model);
  }

  private static Template compile(Script script, String text) {
    return Mustache.compiler()
        // All that is not a raw {{{variable}}} stands between single quotes in those of GRUB; the
        // others take values as LoaderSyntax has written them.
        .withEscaper(script == Script.GRUB ? GrubSyntax::withinQuotes : Escapers.NONE)
        .emptyStringIsFalse(true)
        .compile(text);
  }

  private static String resource(String name) {
    try (InputStream in = ScriptTemplates.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("template " + name, e);
    }
  }
}
