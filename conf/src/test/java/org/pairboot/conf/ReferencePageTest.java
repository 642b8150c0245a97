package org.pairboot.conf;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class ReferencePageTest {
  private final String page = ReferencePage.render();

  @Test
  void every_setting_has_a_heading_with_its_default_below() {
    assertThat(
            ConfigFactory.parseResources("reference.conf")
                .getObject("pairboot")
                .toConfig()
                .entrySet())
        .isNotEmpty()
        .allSatisfy(entry -> assertThat(page).contains("# `" + entry.getKey() + "`\n\nDefault: `"));
  }

  @Test
  void choices_are_a_list_and_examples_stay_as_they_are() {
    assertThat(page)
        .contains("### `tftp.port-mode`\n\nDefault: `pool`\n\n* `pool`: transfers answer from")
        .contains("\n    access = deny\n");
  }
}
