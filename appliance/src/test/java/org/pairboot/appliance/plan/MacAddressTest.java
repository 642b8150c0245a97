package org.pairboot.appliance.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {
  @ParameterizedTest
  @ValueSource(strings = {"52:54:00:ab:CD:ef", "52-54-00-AB-cd-EF", "525400abcdef", "525400ABCDEF"})
  void readsAllUsualForms(String text) {
    assertThat(MacAddress.parse(text)).contains(new MacAddress(0x52_54_00_AB_CD_EFL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "52:54:00:ab:cd",
        "52:54:00:ab:cd:ef:01",
        "52:54-00:ab:cd:ef",
        "5:254:00:ab:cd:ef",
        "52.54.00.ab.cd.ef",
        "525400abcdeg",
        "52:54:00:ab:cd:+f",
        "5254:00abcdef",
        "52:54:00:ab:cd:e１"
      })
  void refusesEverythingElse(String text) {
    assertThat(MacAddress.parse(text)).isEmpty();
  }
}
