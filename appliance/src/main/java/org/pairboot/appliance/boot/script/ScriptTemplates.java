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
import org.pairboot.appliance.document.BoundedText;
import org.pairboot.appliance.document.TemplateTag;
import org.pairboot.conf.HeldBack;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;
import org.pairboot.conf.file.FileException;
import org.pairboot.conf.file.GoodCopies;
import org.pairboot.conf.file.HoconFile.Texts;
import org.pairboot.conf.file.TextFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loader scripts as logic-less templates: those in the resources beside this class, and in
 * place of them those of the user. Immutable and thread-safe.
 */
public final class ScriptTemplates {
  private static final String EXTENSION = ".mustache";

  private static final Logger LOG = LoggerFactory.getLogger(ScriptTemplates.class);

  /** In the data directory. */
  private static final String COPIES = "good-templates";

  /** Of a template in bytes, and of a script in characters; loaders read less. */
  private static final int MAX_SIZE = 1 << 20;

  private final Map<Script, Template> templates = new EnumMap<>(Script.class);

  /** Of those that are the user's. */
  private final Map<Script, String> texts = new EnumMap<>(Script.class);

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
   * @throws SettingsException with one message for each template with a mistake
   */
  public static ScriptTemplates load(Optional<Path> directory) throws SettingsException {
    ScriptTemplates all = builtIn();
    List<Mistake> mistakes = new ArrayList<>();
    for (Script script : Script.values()) {
      all.override(script, directory, _ -> {}).ifPresent(mistakes::add);
    }
    if (!mistakes.isEmpty()) {
      throw new SettingsException(mistakes);
    }
    return all;
  }

  /** The templates that a server goes by, and those that it does not because of their mistakes. */
  public record InForce(ScriptTemplates templates, List<HeldBack> heldBack) {}

  /**
   * Like {@link #load}, whatever mistakes there are: in place of a template with a mistake the last
   * good copy, or else the one that this program brings.
   */
  public static InForce inForce(Settings settings) {
    return inForce(settings, _ -> {}, false);
  }

  /**
   * The same in a server: logs what is held back, and keeps copies of what is good.
   *
   * @param watch takes each file before it is looked at
   */
  public static InForce serve(Settings settings, Consumer<Path> watch) {
    InForce chosen = inForce(settings, watch, true);
    chosen.heldBack().forEach(held -> LOG.error("{}", held));
    return chosen;
  }

  private static InForce inForce(Settings settings, Consumer<Path> watch, boolean keep) {
    GoodCopies copies = new GoodCopies(settings.dataDir().resolve(COPIES));
    Optional<Path> directory = settings.boot().templates();
    ScriptTemplates all = builtIn();
    List<HeldBack> held = new ArrayList<>();
    for (Script script : Script.values()) {
      Optional<Mistake> mistake = all.override(script, directory, watch);
      Optional<Path> file = directory.map(parent -> file(parent, script));
      if (mistake.isPresent()) {
        Optional<GoodCopies.Copy> copy =
            file.flatMap(copies::find)
                .filter(good -> all.override(script, good.file(), good).isEmpty());
        held.add(
            new HeldBack(
                file.orElseThrow(), List.of(mistake.get()), copy.map(GoodCopies.Copy::since)));
      } else if (keep && file.isPresent()) {
        all.keep(script, file.get(), copies);
      }
    }
    return new InForce(all, held);
  }

  private void keep(Script script, Path file, GoodCopies copies) {
    try {
      String text = texts.get(script);
      if (text == null) {
        copies.forget(file);
      } else {
        copies.keep(file, Map.of(file, text), Map.of());
      }
    } catch (IOException e) {
      LOG.warn("cannot keep a copy of {}: {}", file, TextFile.reason(e));
    }
  }

  private static Path file(Path directory, Script script) {
    return directory.toAbsolutePath().resolve(script.fileName() + EXTENSION);
  }

  private Optional<Mistake> override(
      Script script, Optional<Path> directory, Consumer<Path> watch) {
    Optional<Path> file = directory.map(parent -> file(parent, script));
    file.ifPresent(watch);
    return file.filter(Files::exists).flatMap(found -> override(script, found, Texts.DISK));
  }

  /** Takes the template in {@code file}, unless that has a mistake. */
  private Optional<Mistake> override(Script script, Path file, Texts from) {
    Template before = templates.get(script);
    Optional<Mistake> mistake;
    try {
      String text = from.read(file, MAX_SIZE);
      texts.put(script, text);
      mistake = TemplateTag.unsupported(file, text, "a script template");
      if (mistake.isEmpty()) {
        templates.put(script, compile(script, text));
        ScriptSamples.ALL.forEach(sample -> render(script, sample));
      }
    } catch (FileException e) {
      mistake = Optional.of(Mistake.of(e.problems().getFirst()));
    } catch (MustacheException.Context e) {
      mistake =
          Optional.of(
              new Mistake(file + ":" + e.lineNo, "{{" + e.key + "}}", "there is no such variable"));
    } catch (MustacheException e) {
      mistake = Optional.of(new Mistake(file.toString(), "", e.getMessage()));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.debug("cannot use {}", file, e);
      mistake = Optional.of(new Mistake(file.toString(), "", "too large, or not a template"));
    }
    if (mistake.isPresent()) {
      templates.put(script, before);
      texts.remove(script);
    }
    return mistake;
  }

  String render(Script script, ScriptModel model) {
    BoundedText out = new BoundedText(MAX_SIZE);
    templates.get(script).execute(model, out);
    return out.toString();
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
