package org.pairboot.appliance.document;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pairboot.appliance.document.check.CloudInitCheck;
import org.pairboot.appliance.document.check.DocumentCheck;
import org.pairboot.appliance.document.check.DocumentCheck.Severity;
import org.pairboot.appliance.document.check.IgnitionCheck;
import org.pairboot.appliance.document.check.KickstartCheck;
import org.pairboot.appliance.document.check.PreseedCheck;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Content;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.file.FileException;
import org.pairboot.conf.file.HoconFile.Texts;

/**
 * One document, with the contents that its file had when it was loaded: a request never reads from
 * disk. Immutable and thread-safe.
 */
public final class Document {
  /** The largest size of a file in bytes, and of a filled-in template in characters. */
  public static final int MAX_SIZE = 8 << 20;

  private final Source source;
  private final String text;
  private final Form form;

  private Document(Source source, String text, Form form) {
    this.source = source;
    this.text = text;
    this.form = form;
  }

  /**
   * What a profile says about one document.
   *
   * @param name under which machines fetch it
   * @param template whether the file has variables; if not, machines get it as it is
   */
  public record Source(String name, Path file, Type type, boolean template) {}

  /** What is kept in memory. */
  private sealed interface Form {
    record Fixed(String text, Content content) implements Form {}

    record Filled(DocumentTemplate template) implements Form {}
  }

  /**
   * Reads a document.
   *
   * @param texts from which its file is read
   * @throws DocumentException when the file cannot be read, is too large, is not UTF-8 or is not a
   *     valid template
   */
  public static Document load(Source source, Texts texts) throws DocumentException {
    Path file = source.file();
    String text;
    try {
      text = texts.read(file, MAX_SIZE);
    } catch (FileException e) {
      FileException.Problem problem = e.problems().getFirst();
      throw new DocumentException(problem.place(), problem.problem());
    }
    Form form =
        source.template()
            ? new Form.Filled(DocumentTemplate.compile(file, text, source.type().escaper()))
            : new Form.Fixed(text, BytesContent.of(text));
    return new Document(source, text, form);
  }

  /** The name under which machines fetch the document. */
  public String name() {
    return source.name();
  }

  /** Whether its template may contain the value of {@code variable}. */
  public boolean uses(String variable) {
    return source.template() && text.contains(variable);
  }

  public Type type() {
    return source.type();
  }

  public Path file() {
    return source.file();
  }

  /**
   * Everything that is wrong for a machine with these variables: variables that are missing in any
   * section of the template; if none is, what violates the rules of the document's type.
   */
  public List<Finding> check(Map<String, ?> variables) {
    return switch (form) {
      case Form.Fixed fixed -> checkText(source.file().toString(), fixed.text());
      case Form.Filled filled -> {
        List<Finding> missing = filled.template().missing(variables);
        yield missing.isEmpty() ? checkFilled(filled.template(), variables) : missing;
      }
    };
  }

  private List<Finding> checkFilled(DocumentTemplate template, Map<String, ?> variables) {
    // Sections move lines, so the line numbers are those of the text that a machine gets.
    String place = source.file() + " (filled in)";
    try {
      return checkText(place, template.fill(variables));
    } catch (DocumentException e) {
      return List.of(new Finding(Severity.ERROR, e.mistake()));
    }
  }

  private List<Finding> checkText(String place, String text) {
    return source.type().check().check(name(), text).stream()
        .map(violation ->
            new Finding(
                violation.severity(),
                new Mistake(
                    place + ":" + violation.line(), violation.where(), violation.problem())))
        .toList();
  }

  /**
   * What a machine with these variables gets. The same variables always give the same bytes.
   *
   * @throws DocumentException when a variable is missing or the result is too large; {@link #check}
   *     finds both beforehand
   */
  public Content content(Map<String, ?> variables) throws DocumentException {
    return switch (form) {
      case Form.Fixed fixed -> fixed.content();
      case Form.Filled filled -> BytesContent.of(filled.template().fill(variables));
    };
  }

  /**
   * The content of an Ignition config, wrapped in an initrd of its own.
   *
   * @see IgnitionInitrd
   */
  public Content initrd(Map<String, ?> variables) throws DocumentException {
    String config =
        switch (form) {
          case Form.Fixed fixed -> fixed.text();
          case Form.Filled filled -> filled.template().fill(variables);
        };
    return BytesContent.of(IgnitionInitrd.wrap(config.getBytes(StandardCharsets.UTF_8)));
  }

  /** A document cannot be loaded or filled in. */
  public static final class DocumentException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Mistake mistake;

    DocumentException(String place, String problem) {
      super(place + ": " + problem);
      this.mistake = new Mistake(place, "", problem);
    }

    /** Names the file, and the line if it is known. */
    public Mistake mistake() {
      return mistake;
    }
  }

  /**
   * One mistake in a document, or what is probably one.
   *
   * @param mistake its place is {@code FILE:LINE}; its key the variable, or the path in a
   *     structured document
   */
  public record Finding(Severity severity, Mistake mistake) {

    public boolean isError() {
      return severity == Severity.ERROR;
    }

    /** One line for people. */
    @Override
    public String toString() {
      return mistake.toString();
    }
  }

  /** The type of a document decides by which rules it is checked and how variables are escaped. */
  public enum Type {
    /** Variables are inserted between the quotes of JSON strings. */
    IGNITION(new IgnitionCheck(), Type::escapeJson),
    CLOUD_INIT(new CloudInitCheck(), Escapers.NONE),
    KICKSTART(new KickstartCheck(), Escapers.NONE),
    PRESEED(new PreseedCheck(), Escapers.NONE),
    TEXT(DocumentCheck.NONE, Escapers.NONE);

    private final DocumentCheck check;
    private final Mustache.Escaper escaper;

    Type(DocumentCheck check, Mustache.Escaper escaper) {
      this.check = check;
      this.escaper = escaper;
    }

    DocumentCheck check() {
      return check;
    }

    Mustache.Escaper escaper() {
      return escaper;
    }

    private static String escapeJson(String text) {
      return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
    }
  }
}
