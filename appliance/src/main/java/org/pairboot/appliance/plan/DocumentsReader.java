package org.pairboot.appliance.plan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.pairboot.appliance.document.Document;
import org.pairboot.appliance.document.Document.DocumentException;
import org.pairboot.appliance.document.DocumentSet;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.SettingsLoader;
import org.pairboot.conf.SettingsReader;

/** Reads the documents of one profile. */
final class DocumentsReader {
  private static final Config DEFAULTS =
      SettingsLoader.defaults(DocumentsReader.class, "document.conf");

  /** A document's name becomes part of the names that machines request. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final String location;
  private final PlanFiles files;
  private final List<Mistake> mistakes;
  private final List<Document> initrds = new ArrayList<>();

  DocumentsReader(String profile, PlanFiles files, List<Mistake> mistakes) {
    this.location = profile + "documents.";
    this.files = files;
    this.mistakes = mistakes;
  }

  /**
   * @param section null when there is none
   */
  DocumentSet read(ConfigValue section) {
    List<Document> documents = new ArrayList<>();
    if (section instanceof ConfigObject entries) {
      for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(entries).entrySet()) {
        read(entry.getKey(), entry.getValue()).ifPresent(documents::add);
      }
    }
    return new DocumentSet(documents);
  }

  /** The document that is loaded as an initrd. Known after {@link #read(ConfigValue)}. */
  Optional<Document> initrd() {
    return initrds.stream().findFirst();
  }

  private Optional<Document> read(String name, ConfigValue value) {
    ConfigOrigin origin = value.origin();
    if (!(value instanceof ConfigObject given)) {
      report(origin, name, "expected a section, such as { file = NAME }");
      return Optional.empty();
    }
    if (!NAME.matcher(name).matches()) {
      report(
          origin,
          name,
          "invalid name; expected at most 100 letters, digits, dots, dashes and underscores, the"
              + " first a letter or digit");
      return Optional.empty();
    }
    SettingsReader reader =
        SettingsReader.ofSection(given, DEFAULTS, location + quoted(name) + ".", mistakes);
    boolean isInitrd = reader.bool("initrd");
    Document.Type type = reader.oneOf("type", Document.Type.class);
    Optional<Path> file =
        reader.parsed("file", "the name of a file", text -> Optional.of(files.path(text, origin)));
    if (file.isEmpty()) {
      report(origin, quoted(name) + ".file", "missing; set it to the name of the document's file");
      return Optional.empty();
    }
    Document.Source source = new Document.Source(name, file.get(), type, reader.bool("template"));
    return load(source, isInitrd, origin);
  }

  private Optional<Document> load(Document.Source source, boolean isInitrd, ConfigOrigin origin) {
    try {
      Document document = Document.load(source, files);
      if (isInitrd) {
        addInitrd(document, origin);
      }
      return Optional.of(document);
    } catch (DocumentException e) {
      mistakes.add(e.mistake());
      return Optional.empty();
    }
  }

  private void addInitrd(Document document, ConfigOrigin origin) {
    initrds.add(document);
    String key = quoted(document.name()) + ".initrd";
    if (document.type() != Document.Type.IGNITION) {
      report(
          origin,
          key,
          "only a document of type ignition can be loaded as an initrd; set type = ignition or"
              + " remove this");
    } else if (initrds.size() > 1) {
      report(
          origin,
          key,
          "document "
              + initrds.getFirst().name()
              + " is loaded as an initrd already; a profile can have one only");
    }
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }

  private void report(ConfigOrigin origin, String key, String problem) {
    mistakes.add(Mistake.at(origin, location + key, problem));
  }
}
