package org.pairboot.artifacts.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {

  @ParameterizedTest
  @CsvSource({
    "amd64, x86_64",
    "x64, x86_64",
    "arm64, aarch64",
    "aa64, aarch64",
    "i686, i386",
    "386, i386",
    "ia32, i386",
    "armhf, arm",
    "armv7l, arm",
    "loong64, loongarch64",
    "ppc64el, ppc64le"
  })
  void knowsTheUsualNames(String alias, String name) {
    assertThat(Architecture.parse(alias)).map(Architecture::toString).contains(name);
  }

  @ParameterizedTest
  @EnumSource
  void parsesWhatItPrints(Architecture architecture) {
    assertThat(Architecture.parse(architecture.toString())).contains(architecture);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "X86_64", "x86_64 ", "sparc64", "all", "${buildarch}"})
  void knowsNoOthers(String text) {
    assertThat(Architecture.parse(text)).isEmpty();
  }

  @Test
  void listsWhatItExpects() {
    assertThat(Architecture.EXPECTED)
        .isEqualTo("one of x86_64, i386, aarch64, arm, riscv64, loongarch64, ppc64le, s390x");
  }
}
