package org.pairboot.artifacts.store.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;

/**
 * The version of the format of a store, as an annotation of {@code index.json}: there, it changes
 * in the same step as the content, and a running server of an older release sees it. An index
 * without one has format 1; other tools may drop annotations that they do not know.
 *
 * <pre>
 * 1   a version is one manifest; its config calls the architecture by any name
 * 2   a version may be an index over architectures, which have one name each and are platforms
 * 3   a config holds no time and no verdict: what a store proved and published is in its LocalState
 * </pre>
 */
public final class StoreFormat {
  public static final int CURRENT = 3;

  private static final String ANNOTATIONS = "annotations";

  private StoreFormat() {}

  /** Writes the current number into {@code index}. */
  static void mark(ObjectNode index) {
    JsonNode annotations = index.path(ANNOTATIONS);
    ObjectNode target =
        annotations instanceof ObjectNode existing ? existing : index.putObject(ANNOTATIONS);
    target.put(OciNames.STORE_FORMAT, Integer.toString(CURRENT));
  }

  /**
   * @throws UnknownFormatException when {@code index} has a later format
   */
  static void require(JsonNode index) throws UnknownFormatException {
    JsonNode format = index.path(ANNOTATIONS).path(OciNames.STORE_FORMAT);
    if (!format.isMissingNode() && !isKnown(format.asText())) {
      throw new UnknownFormatException(format.asText());
    }
  }

  /** Whether {@code index} is written in the current format. */
  static boolean isCurrent(JsonNode index) {
    return index
        .path(ANNOTATIONS)
        .path(OciNames.STORE_FORMAT)
        .asText()
        .equals(Integer.toString(CURRENT));
  }

  private static boolean isKnown(String format) {
    try {
      return new BigInteger(format).compareTo(BigInteger.valueOf(CURRENT)) <= 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** The index has a format that this release does not know. */
  public static final class UnknownFormatException extends Exception {
    private static final long serialVersionUID = 1;

    private UnknownFormatException(String format) {
      super(format);
    }
  }
}
