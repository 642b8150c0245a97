package org.pairboot.appliance.plan;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Map;

/** The variables of a section {@code variables}. */
final class Variables {
  private Variables() {}

  /**
   * @param section null where there is none
   */
  static Map<String, Object> of(ConfigValue section) {
    return section instanceof ConfigObject variables ? variables.unwrapped() : Map.of();
  }
}
