package org.pairboot.appliance.document;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.conf.Mistake;

/**
 * One tag of a Mustache template that names something. The library reports a missing variable only
 * when it fills it in, so not in a section that is skipped for one machine and shown for another;
 * hence this scan of the text.
 *
 * @param line counted from 1
 */
public record TemplateTag(Kind kind, String name, int line) {

  /** What a tag does. */
  public enum Kind {
    VARIABLE,
    SECTION,
    INVERTED,
    END,
    /** Not supported in documents: an inclusion of another template, or a tag without a name. */
    OTHER
  }

  /**
   * The first tag of {@code text} that names nothing or another template, for which the library has
   * no good words.
   *
   * @param what the text is, for people
   */
  public static Optional<Mistake> unsupported(Path file, String text, String what) {
    return scan(text).stream()
        .filter(tag -> tag.kind() == Kind.OTHER)
        .map(tag ->
            new Mistake(
                file + ":" + tag.line(),
                "",
                tag.name().isEmpty()
                    ? "{{}} has no variable name"
                    : "{{" + tag.name() + "}}: " + what + " cannot include another template"))
        .findFirst();
  }

  /** The tags of {@code text} in order, without comments and changes of delimiters. */
  static List<TemplateTag> scan(String text) {
    return new Scanner(text).scan();
  }

  private static final class Scanner {
    private static final char NO_NAME = 0;

    private final String text;
    private final List<TemplateTag> tags = new ArrayList<>();
    private String open = "{{";
    private String close = "}}";

    private Scanner(String text) {
      this.text = text;
    }

    private List<TemplateTag> scan() {
      int line = 1;
      int position = 0;
      for (int start = text.indexOf(open); start >= 0; start = text.indexOf(open, position)) {
        line += newlines(position, start);
        int bodyStart = start + open.length();
        boolean triple = open.equals("{{") && text.startsWith("{", bodyStart);
        String end = triple ? "}" + close : close;
        int bodyEnd = text.indexOf(end, bodyStart);
        if (bodyEnd < 0) {
          break;
        }
        position = bodyEnd + end.length();
        add(text.substring(triple ? bodyStart + 1 : bodyStart, bodyEnd), line);
        line += newlines(start, position);
      }
      return tags;
    }

    private void add(String body, int line) {
      String word = body.strip();
      String rest = word.isEmpty() ? "" : word.substring(1).strip();
      switch (word.isEmpty() ? NO_NAME : word.charAt(0)) {
        case '!' -> {}
        case '=' -> changeDelimiters(rest);
        case '#' -> tags.add(new TemplateTag(Kind.SECTION, rest, line));
        case '^' -> tags.add(new TemplateTag(Kind.INVERTED, rest, line));
        case '/' -> tags.add(new TemplateTag(Kind.END, rest, line));
        case NO_NAME, '>', '<', '$' -> tags.add(new TemplateTag(Kind.OTHER, word, line));
        case '&' -> tags.add(new TemplateTag(Kind.VARIABLE, rest, line));
        default -> tags.add(new TemplateTag(Kind.VARIABLE, word, line));
      }
    }

    private void changeDelimiters(String body) {
      String[] delimiters = body.replace("=", "").strip().split("\\s+");
      if (delimiters.length == 2) {
        open = delimiters[0];
        close = delimiters[1];
      }
    }

    private int newlines(int from, int to) {
      return (int) text.substring(from, to).chars().filter(c -> c == '\n').count();
    }
  }
}
