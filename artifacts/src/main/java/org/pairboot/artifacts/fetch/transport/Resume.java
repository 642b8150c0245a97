package org.pairboot.artifacts.fetch.transport;

import java.util.Optional;

/**
 * What is there already of a file.
 *
 * @param offset how many bytes, from the first on
 * @param validator the strong entity tag (RFC 9110 section 8.8.3) of the file that they are from,
 *     with its quotes; empty where something else will tell whether the whole is right
 */
public record Resume(long offset, Optional<String> validator) {
  /** Nothing is there. */
  public static final Resume NOTHING = new Resume(0, Optional.empty());
}
