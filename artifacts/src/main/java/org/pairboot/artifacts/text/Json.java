package org.pairboot.artifacts.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The one JSON mapper of the program. Making one takes a tenth of a command's start. */
public final class Json {
  /** Documents that we read nest a dozen levels; more is an attempt to exhaust the stack. */
  private static final int MAX_DEPTH = 64;

  /**
   * Strict, because everything that it reads comes from outside: it refuses an object with a key
   * twice, anything after the document, and deep nesting. Thread-safe; not to be configured
   * further.
   */
  public static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}
}
