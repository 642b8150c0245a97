package org.pairboot.it.firmware;

/**
 * One story that ends well or does not.
 *
 * @param name as a person writes it, such as {@code pxelinux/appended}
 * @param shows in a few words, what is proven by it
 */
record Scenario(String name, Extent extent, String shows, Play play) {

  /** Which runs play a scenario. */
  enum Extent {
    EVERY_RUN("every run"),
    FULL_RUN("full run");

    private final String term;

    Extent(String term) {
      this.term = term;
    }

    String term() {
      return term;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
