package org.pairboot.conf;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class ReferencePageTest {
  private final String page = ReferencePage.render();

  @Test
  void everySettingHasAHeadingFollowedByItsDefault() {
    assertThat(
            ConfigFactory.parseResources("reference.conf")
                .getObject("pairboot")
                .toConfig()
                .entrySet())
        .isNotEmpty()
        .allSatisfy(entry -> assertThat(page).contains("# `" + entry.getKey() + "`\n\nDefault: `"));
  }

  @Test
  void rendersChoicesAsAListAndExamplesAsCode() {
    assertThat(page)
        .contains("### `tftp.port-mode`\n\nDefault: `pool`\n\n* `pool`: transfers answer from")
        .contains("\n    access = deny\n");
  }
}
