package org.pairboot.it.docs;

/**
 * A fenced block of a page.
 *
 * @param language what stands behind the fence, empty when nothing does
 * @param line of the fence, the first of the page being 1
 */
public record Block(String language, String text, int line, Expectation expectation) {

  /** What the reader would type. */
  public boolean isShell() {
    return language.equals("sh");
  }

  /** What the reader would put into the settings file. */
  public boolean isSettings() {
    return language.equals("hocon");
  }

  /** Its first line, to name it by. */
  public String firstLine() {
    return text.lines().findFirst().orElse("");
  }
}
