package org.pairboot.appliance.document;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pairboot.appliance.document.check.Finding.Severity;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Content;
import org.pairboot.conf.Mistake;

/**
 * One document as its file was when it was loaded: nothing is read from disk when a machine asks.
 * Immutable and thread-safe.
 */
public final class Document {
  /** The largest document, also after variables have been filled in, in bytes and characters. */
  public static final int MAX_SIZE = 8 << 20;

  private final DocumentSource source;
  private final Form form;

  private Document(DocumentSource source, Form form) {
    this.source = source;
    this.form = form;
  }

  /** How the document is kept. */
  private sealed interface Form {
    record Fixed(String text, Content content) implements Form {}

    record Filled(DocumentTemplate template) implements Form {}
  }

  /**
   * Reads a document.
   *
   * @throws DocumentException when the file cannot be read, is too large, is no UTF-8, or is not a
   *     template that can be parsed
   */
  public static Document load(DocumentSource source) throws DocumentException {
    Path file = source.file();
    String text = text(file);
    Form form =
        source.template()
            ? new Form.Filled(DocumentTemplate.compile(file, text, source.type().escaper()))
            : new Form.Fixed(text, BytesContent.of(text));
    return new Document(source, form);
  }

  private static String text(Path file) throws DocumentException {
    byte[] bytes;
    try {
      if (!Files.isRegularFile(file)) {
        throw new DocumentException(
            file.toString(), Files.exists(file) ? "is no file" : "no such file");
      }
      if (Files.size(file) > MAX_SIZE) {
        throw new DocumentException(file.toString(), "is larger than " + (MAX_SIZE >> 20) + " MiB");
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new DocumentException(file.toString(), "cannot be read");
    }
    ByteBuffer left = ByteBuffer.wrap(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(left).toString();
    } catch (CharacterCodingException e) {
      throw new DocumentException(file + ":" + lineOf(bytes, left.position()), "is not UTF-8");
    }
  }

  private static int lineOf(byte[] bytes, int end) {
    int line = 1;
    for (int i = 0; i < end; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return line;
  }

  /** The name under which machines fetch it. */
  public String name() {
    return source.name();
  }

  public DocumentType type() {
    return source.type();
  }

  /** Where it was loaded from. */
  public Path file() {
    return source.file();
  }

  /**
   * Everything that is wrong for a machine with these variables: those that are missing, in
   * whatever section of a template they stand, and if none is, the rules of its type.
   */
  public List<DocumentFinding> check(Map<String, ?> variables) {
    return switch (form) {
      case Form.Fixed fixed -> checkText(source.file().toString(), fixed.text());
      case Form.Filled filled -> {
        List<DocumentFinding> missing = filled.template().missing(variables);
        yield missing.isEmpty() ? checkFilled(filled.template(), variables) : missing;
      }
    };
  }

  private List<DocumentFinding> checkFilled(DocumentTemplate template, Map<String, ?> variables) {
    // Sections move lines, so that they are those of what a machine gets.
    String place = source.file() + " (filled in)";
    try {
      return checkText(place, template.fill(variables));
    } catch (DocumentException e) {
      return List.of(new DocumentFinding(Severity.ERROR, e.mistake()));
    }
  }

  private List<DocumentFinding> checkText(String place, String text) {
    return source.type().check().check(name(), text).stream()
        .map(finding ->
            new DocumentFinding(
                finding.severity(),
                new Mistake(place + ":" + finding.line(), finding.where(), finding.problem())))
        .toList();
  }

  /**
   * What a machine with these variables gets. The same each time for the same variables.
   *
   * @throws DocumentException when a variable is missing, or the result is too large; {@link
   *     #check} finds both beforehand
   */
  public Content content(Map<String, ?> variables) throws DocumentException {
    return switch (form) {
      case Form.Fixed fixed -> fixed.content();
      case Form.Filled filled -> BytesContent.of(filled.template().fill(variables));
    };
  }

  /**
   * The same as an initrd of its own, in which Ignition finds it as {@code config.ign}; see {@link
   * IgnitionInitrd}. For Ignition configs.
   */
  public Content initrd(Map<String, ?> variables) throws DocumentException {
    String config =
        switch (form) {
          case Form.Fixed fixed -> fixed.text();
          case Form.Filled filled -> filled.template().fill(variables);
        };
    return BytesContent.of(IgnitionInitrd.wrap(config.getBytes(StandardCharsets.UTF_8)));
  }
}
