package org.pairboot.conf;

import com.typesafe.config.ConfigOrigin;

/** Says in few words where a value came from. */
final class Places {
  static final String COMMAND_LINE = "--set";
  static final String DATA_DIR_OPTION = "--data-dir";
  static final String DEFAULT = "default";

  private Places() {}

  static String of(ConfigOrigin origin) {
    if (origin.resource() != null) {
      return DEFAULT;
    }
    if (origin.description().startsWith(COMMAND_LINE)) {
      return COMMAND_LINE;
    }
    String file = origin.filename() != null ? origin.filename() : origin.description();
    return origin.lineNumber() > 0 ? file + ":" + origin.lineNumber() : file;
  }
}
