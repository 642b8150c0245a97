package org.pairboot.conf.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.conf.file.FileException.Problem;
import org.pairboot.conf.file.HoconTree.Definition;
import org.pairboot.conf.file.HoconTree.Node;
import org.pairboot.conf.file.HoconTree.TooMuchException;

/**
 * Reads a HOCON text before the library does, as far as it takes to know what the library will have
 * to do: how deep values are within each other, what refers to what, and which files are included.
 * Also finds the likeliest slips, for which the library has no good words. Not thread-safe.
 *
 * <p>Where the text is not HOCON, it stops: the library says why.
 */
final class HoconScanner {
  /** HOCON's, "Unquoted strings"; those after which it is clear what was meant. */
  private static final String NEED_QUOTES = ":@*&?!^`\\";

  /** What it costs the library to copy an entry of a section, in copied characters. */
  private static final long COPIED_ENTRY = 64;

  private static final String END_OF_VALUE = ",}]\n";
  private static final String END_OF_WORD = " \t\r\n,{}[]=\"";

  private final String text;
  private final Path file;
  private final HoconTree tree;
  private final HoconIncludes includes;
  private final Node base;
  private final Definition list;
  private final List<Problem> problems;
  private int at;
  private int line = 1;
  private int lineCountedTo;
  private int depth;

  /**
   * @param base the section into which the text is included; null if that is in a list
   * @param list in which it is included, or null
   * @param problems to which each is added
   */
  HoconScanner(
      Path file,
      String text,
      HoconTree tree,
      Node base,
      Definition list,
      HoconIncludes includes,
      List<Problem> problems) {
    this.file = file;
    this.text = text;
    this.tree = tree;
    this.base = base;
    this.list = list;
    this.includes = includes;
    this.problems = problems;
  }

  /** The text is not HOCON. */
  private static final class NotHoconException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Reads the whole text.
   *
   * @return whether it seems to be HOCON
   */
  boolean scan() throws TooMuchException {
    try {
      skipBlank();
      boolean braces = take("{");
      fields(base, list, braces);
      skipBlank();
      return at >= text.length();
    } catch (NotHoconException e) {
      return false;
    }
  }

  /** Where it stopped. */
  String place() {
    return file + ":" + lineAt(at);
  }

  /** Positions must come in increasing order. */
  private int lineAt(int position) {
    for (; lineCountedTo < position && lineCountedTo < text.length(); lineCountedTo++) {
      line += text.charAt(lineCountedTo) == '\n' ? 1 : 0;
    }
    return line;
  }

  /**
   * @param node to which the fields belong, unless they are in a list
   * @param list that they are in, or null
   */
  private void fields(Node node, Definition list, boolean braces)
      throws TooMuchException, NotHoconException {
    deeper();
    while (true) {
      skipBlank();
      while (take(",")) {
        skipBlank();
      }
      if (at >= text.length()) {
        require(!braces);
        break;
      }
      if (peek() == '}') {
        require(braces);
        at++;
        break;
      }
      if (isInclude()) {
        include(node, list);
      } else {
        field(node, list);
      }
    }
    depth--;
  }

  private void deeper() throws TooMuchException {
    if (++depth > HoconTree.MAX_DEPTH) {
      throw new TooMuchException(
          "more than " + HoconTree.MAX_DEPTH + " sections or lists within each other");
    }
  }

  private void field(Node node, Definition list) throws TooMuchException, NotHoconException {
    int start = at;
    List<String> key = path(":={+");
    skipBlank();
    Node named = list == null ? descend(node, key) : null;
    Definition definition = list == null ? HoconTree.define(named, file, lineAt(start)) : list;
    int wordStart = -1;
    if (take("+=")) {
      definition.addToEarlier();
    } else if (peek() != '{') {
      boolean colon = peek() == ':';
      require(take(":") || take("="));
      // A MAC address as a key: 52:54:00:12:34:56 { ... }
      wordStart = colon && !isBlank(peek()) ? start : -1;
    }
    skipBlank();
    value(named, list, definition, wordStart < 0 ? at : wordStart);
  }

  /** The library copies a section to add to it, except where the section is written. */
  private Node descend(Node node, List<String> key) throws TooMuchException {
    Node named = node;
    for (String name : key) {
      named = named.child(name);
      tree.spend(COPIED_ENTRY * named.width());
    }
    return named;
  }

  /**
   * @param wordStart where a word that needs quotes may have begun
   */
  private void value(Node node, Definition list, Definition definition, int wordStart)
      throws TooMuchException, NotHoconException {
    int references = 0;
    int pieces = 0;
    int length = 0;
    while (at < text.length() && END_OF_VALUE.indexOf(peek()) < 0 && !atComment()) {
      char c = peek();
      int start = at;
      if (c == '{') {
        at++;
        fields(node, list, true);
        continue;
      } else if (c == '[') {
        at++;
        elements(definition);
        continue;
      } else if (c == '"') {
        quoted();
      } else if (take("${")) {
        take("?");
        definition.addReference(path("}"), base == null ? tree.root : base);
        require(take("}"));
        references++;
      } else if (isBlank(c)) {
        at++;
      } else if (NEED_QUOTES.indexOf(c) >= 0 || (c == '$' && at + 1 < text.length())) {
        reportWord(wordStart);
      } else {
        unquoted();
      }
      pieces++;
      length += at - start;
    }
    definition.add(length, references);
    tree.spend((long) pieces * length);
  }

  private void elements(Definition definition) throws TooMuchException, NotHoconException {
    deeper();
    while (true) {
      skipBlank();
      while (take(",")) {
        skipBlank();
      }
      require(at < text.length());
      if (take("]")) {
        break;
      }
      require(peek() != '}');
      value(null, definition, definition, at);
    }
    depth--;
  }

  private void reportWord(int earliest) {
    int start = at;
    while (start > earliest && END_OF_WORD.indexOf(text.charAt(start - 1)) < 0) {
      start--;
    }
    while (at < text.length() && END_OF_WORD.indexOf(peek()) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    problems.add(new Problem(place(), "", "quote it: \"" + word + "\""));
  }

  private void unquoted() {
    do {
      at++;
    } while (at < text.length()
        && (isWord(peek())
            || (END_OF_VALUE.indexOf(peek()) < 0
                && "{[\"$ \t\r".indexOf(peek()) < 0
                && NEED_QUOTES.indexOf(peek()) < 0
                && !atComment())));
  }

  /** A path of names with dots between them, up to one of {@code ends}. */
  private List<String> path(String ends) throws TooMuchException, NotHoconException {
    List<String> path = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    while (true) {
      require(at < text.length());
      char c = peek();
      if (isWord(c)) {
        name.append(c);
        at++;
        continue;
      }
      // The + of a number is none of +=.
      if (ends.indexOf(c) >= 0 && (c != '+' || text.startsWith("+=", at))) {
        path.add(name.toString().strip());
        return path;
      }
      if (c == '"') {
        String inside = quoted();
        if (inside.indexOf('\\') >= 0) {
          // It may be another spelling of a name that is known.
          problems.add(new Problem(place(), "", "a name with a backslash; rename it"));
        }
        name.append(inside);
      } else if (c == '.') {
        at++;
        path.add(name.toString().strip());
        name.setLength(0);
        if (path.size() > HoconTree.MAX_DEPTH) {
          throw new TooMuchException("a path with more than " + HoconTree.MAX_DEPTH + " names");
        }
      } else if (c == '\n' || atComment()) {
        skipBlank();
        require(at < text.length() && ends.indexOf(peek()) >= 0);
      } else {
        require("{}[],=:$".indexOf(c) < 0);
        name.append(c);
        at++;
      }
    }
  }

  /** The characters between quotes; escaped ones count as they are written. */
  private String quoted() throws NotHoconException {
    String three = "\"\"\"";
    if (text.startsWith(three, at)) {
      int end = text.indexOf(three, at + 3);
      require(end >= 0);
      String inside = text.substring(at + 3, end);
      at = end + 3;
      while (at < text.length() && peek() == '"') {
        at++;
      }
      return inside;
    }
    int start = ++at;
    while (at < text.length() && peek() != '"') {
      at += peek() == '\\' ? 2 : 1;
    }
    require(at < text.length());
    return text.substring(start, at++);
  }

  private boolean isInclude() {
    int end = at + "include".length();
    return text.startsWith("include", at)
        && end < text.length()
        && (isBlank(text.charAt(end)) || text.charAt(end) == '"' || text.charAt(end) == '\n');
  }

  private void include(Node node, Definition list) throws TooMuchException, NotHoconException {
    String place = place();
    at += "include".length();
    skipBlank();
    boolean required = take("required(");
    skipBlank();
    boolean asFile = take("file(");
    if (!asFile && peek() != '"') {
      problems.add(
          new Problem(
              place, "", "only files can be included: include \"NAME\", in the same directory"));
      throw new NotHoconException();
    }
    skipBlank();
    require(at < text.length() && peek() == '"');
    String name = quoted();
    for (int i = (required ? 1 : 0) + (asFile ? 1 : 0); i > 0; i--) {
      skipBlank();
      require(take(")"));
    }
    try {
      Optional<HoconIncludes.Included> included = includes.include(file, name, required);
      if (included.isPresent()) {
        Path other = included.get().file();
        String inside = included.get().text();
        new HoconScanner(other, inside, tree, node, list, includes, problems).scan();
      }
    } catch (FileException e) {
      e.problems().forEach(p -> problems.add(new Problem(place, "", "include: " + p)));
    }
  }

  /** Skips blanks, line breaks and comments. */
  private void skipBlank() {
    while (at < text.length()) {
      if (atComment()) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (isBlank(peek()) || peek() == '\n') {
        at++;
      } else {
        return;
      }
    }
  }

  private boolean atComment() {
    char c = peek();
    return c == '#' || (c == '/' && text.startsWith("//", at));
  }

  /** Whether it is part of names and values and nothing else, as nearly all characters are. */
  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
  }

  /** As HOCON has it: also the byte order mark. */
  private static boolean isBlank(char c) {
    return c == ' '
        || (c != '\n' && (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF'));
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean take(String word) {
    boolean found = text.startsWith(word, at);
    at += found ? word.length() : 0;
    return found;
  }

  private static void require(boolean holds) throws NotHoconException {
    if (!holds) {
      throw new NotHoconException();
    }
  }
}
