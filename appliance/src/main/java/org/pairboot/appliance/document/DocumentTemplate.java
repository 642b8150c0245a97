package org.pairboot.appliance.document;

import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.pairboot.appliance.document.Document.DocumentException;
import org.pairboot.appliance.document.check.DocumentCheck.Severity;
import org.pairboot.conf.Mistake;

/** A Mustache template whose variables must all be defined. Immutable and thread-safe. */
final class DocumentTemplate {
  private final Path file;
  private final List<TemplateTag> tags;
  private final Template template;

  private DocumentTemplate(Path file, List<TemplateTag> tags, Template template) {
    this.file = file;
    this.tags = tags;
    this.template = template;
  }

  /**
   * @param escaper for the values of variables, except those in triple braces
   * @throws DocumentException naming file and line, when {@code text} is not a template
   */
  static DocumentTemplate compile(Path file, String text, Mustache.Escaper escaper)
      throws DocumentException {
    List<TemplateTag> tags = TemplateTag.scan(text);
    Optional<Mistake> unsupported = TemplateTag.unsupported(file, text, "a document");
    if (unsupported.isPresent()) {
      throw new DocumentException(unsupported.get().place(), unsupported.get().problem());
    }
    try {
      Template template =
          Mustache.compiler()
              .withEscaper(escaper)
              .withCollector(new VariablesOnly())
              .strictSections(true)
              .emptyStringIsFalse(true)
              .compile(text);
      return new DocumentTemplate(file, tags, template);
    } catch (MustacheException e) {
      throw new DocumentException(
          file.toString(), "not a valid Mustache template: " + e.getMessage());
    }
  }

  /** One error for each tag whose variable is not among {@code variables}. */
  List<Document.Finding> missing(Map<String, ?> variables) {
    return MissingVariables.in(tags, variables).stream()
        .map(missing ->
            new Document.Finding(
                Severity.ERROR,
                new Mistake(
                    file + ":" + missing.tag().line(),
                    "{{" + missing.tag().name() + "}}",
                    missing.problem())))
        .toList();
  }

  String fill(Map<String, ?> variables) throws DocumentException {
    BoundedText out = new BoundedText(Document.MAX_SIZE);
    try {
      template.execute(variables, out);
    } catch (MustacheException.Context e) {
      throw new DocumentException(file + ":" + e.lineNo, "{{" + e.key + "}}: unknown variable");
    } catch (MustacheException e) {
      throw new DocumentException(file.toString(), e.getMessage());
    } catch (BoundedText.TooLongException e) {
      throw new DocumentException(
          file.toString(),
          "larger than "
              + (Document.MAX_SIZE >> 20)
              + " MiB when filled in, the limit for documents");
    }
    return out.toString();
  }

  /** Looks names up in maps only, and never as methods of the object that a section is about. */
  private static final class VariablesOnly extends BasicCollector {
    @Override
    public <K, V> Map<K, V> createFetcherCache() {
      return new ConcurrentHashMap<>();
    }
  }
}
