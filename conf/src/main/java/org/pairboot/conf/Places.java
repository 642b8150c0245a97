package org.pairboot.conf;

import com.typesafe.config.ConfigOrigin;
import java.util.List;

/** Says in few words where a value came from. */
final class Places {
  static final String COMMAND_LINE = "--set";
  static final String DATA_DIR_OPTION = "--data-dir";
  static final String DEFAULT = "default";

  /** What the origin of a value begins with that is in no file, which would have a path there. */
  private static final List<String> NO_FILES = List.of(DEFAULT, COMMAND_LINE);

  private Places() {}

  static String of(ConfigOrigin origin) {
    for (String place : NO_FILES) {
      if (origin.description().startsWith(place)) {
        return place;
      }
    }
    String file = origin.filename() != null ? origin.filename() : origin.description();
    return origin.lineNumber() > 0 ? file + ":" + origin.lineNumber() : file;
  }
}
