package org.pairboot.artifacts.format.bootmenu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Divides a GRUB script into statements (GRUB manual, "Writing full configuration files directly").
 * Variables are replaced as the words are read, so statements must be carried out in between.
 */
final class GrubScript {
  /** No line of a real menu is longer; variables that contain themselves grow without end. */
  private static final int MAX_WORD = 4096;

  private static final int MAX_WORDS = 500;

  /** Marks where the value of a variable is divided. */
  private static final String BETWEEN_WORDS = "\0";

  private final String text;
  private final Map<String, String> variables;
  private int at;

  /**
   * @param variables as they are when a word is read; one that is not there is empty
   */
  GrubScript(String text, Map<String, String> variables) {
    this.text = text;
    this.variables = variables;
  }

  /** What comes after the words of a statement. */
  enum End {
    /** A line break or a semicolon. */
    SEPARATOR,
    /** A block. */
    OPEN,
    /** The end of the block in which the statement is. */
    CLOSE,
    END_OF_FILE
  }

  /** Words without their quotes. */
  record Statement(List<String> words, End end) {}

  boolean isAtEnd() {
    return at >= text.length();
  }

  Statement next() {
    List<String> words = new ArrayList<>();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n' || c == ';') {
        at++;
        return new Statement(words, End.SEPARATOR);
      }
      if (c == '#') {
        skipComment();
      } else if (Character.isWhitespace(c)) {
        at++;
      } else if ((c == '{' || c == '}') && isAlone()) {
        at++;
        return new Statement(words, c == '{' ? End.OPEN : End.CLOSE);
      } else {
        for (String word : word().split(BETWEEN_WORDS)) {
          if (!word.isEmpty() && words.size() < MAX_WORDS) {
            words.add(word);
          }
        }
      }
    }
    return new Statement(words, End.END_OF_FILE);
  }

  /** Skips the rest of a block whose brace was read, with the blocks in it. */
  void skipBlock() {
    int open = 1;
    while (open > 0) {
      switch (next().end()) {
        case OPEN -> open++;
        case CLOSE -> open--;
        case SEPARATOR -> {}
        case END_OF_FILE -> open = 0;
      }
    }
  }

  private boolean isAlone() {
    return at + 1 == text.length() || isEndOfWord(text.charAt(at + 1)) || text.charAt(at) == '}';
  }

  private static boolean isEndOfWord(char c) {
    return Character.isWhitespace(c) || c == ';';
  }

  private void skipComment() {
    while (at < text.length() && text.charAt(at) != '\n') {
      at++;
    }
  }

  private String word() {
    StringBuilder word = new StringBuilder();
    char quote = 0;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (quote == 0 && isEndOfWord(c)) {
        break;
      }
      if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == '\\' && quote != '\'' && at + 1 < text.length()) {
        at++;
        if (text.charAt(at) != '\n') {
          word.append(text.charAt(at));
        }
      } else if (c == '$' && quote != '\'') {
        // Outside of quotes, blanks in the value end the word.
        String value = quote == 0 ? variable().replace(" ", BETWEEN_WORDS) : variable();
        word.append(
            value, 0, Math.min(value.length(), MAX_WORD - Math.min(word.length(), MAX_WORD)));
      } else {
        word.append(c);
      }
    }
    return word.toString();
  }

  /** The value of the variable whose dollar sign is here; stops at the last character of it. */
  private String variable() {
    boolean braced = at + 1 < text.length() && text.charAt(at + 1) == '{';
    int start = braced ? at + 2 : at + 1;
    int end = start;
    while (end < text.length() && isNameCharacter(text.charAt(end))) {
      end++;
    }
    String value = variables.getOrDefault(text.substring(start, end), "");
    at = braced && end < text.length() && text.charAt(end) == '}' ? end : end - 1;
    return value;
  }

  private static boolean isNameCharacter(char c) {
    return c == '_' || Character.isLetterOrDigit(c) || c == '?' || c == '@';
  }
}
