package org.pairboot.appliance.document;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Texts as they stand between the quotes of JSON. */
final class JsonText {
  private JsonText() {}

  static String escape(String text) {
    return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
