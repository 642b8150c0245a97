package org.pairboot.it.docs;

/**
 * A fenced block of a page.
 *
 * @param language after the fence; may be empty
 * @param line the line of the fence; the first line of the page is 1
 */
public record Block(String language, String text, int line, Expectation expectation) {

  /** Whether readers type it. */
  public boolean isShell() {
    return language.equals("sh");
  }

  /** Whether readers put it into the settings file. */
  public boolean isSettings() {
    return language.equals("hocon");
  }

  /** Its first line, which names it in reports. */
  public String firstLine() {
    return text.lines().findFirst().orElse("");
  }
}
