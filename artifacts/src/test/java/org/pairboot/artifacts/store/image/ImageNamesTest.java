package org.pairboot.artifacts.store.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.store.image.PartName.Role;

class ImageNamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"fcos@44.20260707.3.1", "a@0", "9.b_c-d@A+b~1_2", "x@latest2"})
  void parsesAndPrintsReferences(String text) {
    assertThat(ImageRef.parse(text)).hasToString(text);
    assertThat(ImageSelector.parse(text).ref()).contains(ImageRef.parse(text));
  }

  @Test
  void selectsTheNewestWithoutAVersion() {
    assertThat(ImageSelector.parse("fcos")).isEqualTo(ImageSelector.parse("fcos@latest"));
    assertThat(ImageSelector.parse("fcos"))
        .isEqualTo(new ImageSelector("fcos", Optional.empty()))
        .hasToString("fcos");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "Fcos@1     | image name 'Fcos' has 'F' at position 1; expected a-z or 0-9 first",
        "f/os@1     | image name 'f/os' has '/' at position 2; expected a-z or 0-9 first, then a-z",
        ".a@1       | image name '.a' has '.' at position 1;",
        "a b@1      | image name 'a b' has ' ' at position 2;",
        "@1         | the image name is empty; expected ",
        "a@         | the version is empty; expected ",
        "a@1/2      | version '1/2' has '/' at position 2; expected a letter or digit first",
        "a@1@2      | version '1@2' has '@' at position 2;",
        "a@..       | version '..' has '.' at position 1;",
        "a          | 'a' has no version; write a@VERSION",
        "a@latest   | 'a@latest' has no version; write a@VERSION",
      })
  void refusesBadReferencesWithAReason(String text, String message) {
    assertThatThrownBy(() -> ImageRef.parse(text))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void showsNoControlCharactersAndNoEndlessNamesInMessages() {
    assertThatThrownBy(() -> ImageRef.parse("a\u001b[2J@1"))
        .hasMessageStartingWith("image name 'a?[2J' has U+001B at position 2;");
    assertThatThrownBy(() -> ImageRef.parse("x\uD83D\uDE00@1"))
        .hasMessageContaining("has '\uD83D\uDE00' at position 2;");
    assertThatThrownBy(() -> ImageRef.parse("a".repeat(100_000) + "@1"))
        .hasMessageContaining("' has 100000 characters; expected ")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }

  @Test
  void limitsLengths() {
    String name = "a".repeat(64);
    String version = "1".repeat(128);
    assertThat(new ImageRef(name, version).name()).isEqualTo(name);
    assertThatThrownBy(() -> new ImageRef(name + "a", version))
        .hasMessageContaining("has 65 characters");
    assertThatThrownBy(() -> new ImageRef(name, version + "1"))
        .hasMessageContaining("has 129 characters");
  }

  @Test
  void reservesLatest() {
    assertThatThrownBy(() -> new ImageRef("a", "latest"))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageStartingWith("version 'latest' is reserved");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kernel", "Initramfs.img", "ROOTFS.IMG", "live.img"})
  void refusesFixedNamesForExtras(String fileName) {
    assertThatThrownBy(() -> PartName.extra(fileName))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("'" + fileName + "' is reserved");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a,b", "", ".hidden", "a b"})
  void refusesInvalidFileNames(String fileName) {
    assertThatThrownBy(() -> PartName.extra(fileName)).isInstanceOf(InvalidNameException.class);
  }

  @Test
  void acceptsDirectoriesInNamesOfPayloads() {
    assertThat(PartName.payload("arch/x86_64/airootfs.sfs").role()).isEqualTo(Role.PAYLOAD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/a", "a/", "a//b", "../a", "a/../b", "a/.hidden", "kernel", "1/2/3/4/5/6/7/8/9"})
  void refusesInvalidPathsOfPayloads(String path) {
    assertThatThrownBy(() -> PartName.payload(path)).isInstanceOf(InvalidNameException.class);
  }

  @Test
  void requiresFixedNamesForFixedRoles() {
    assertThatThrownBy(() -> new PartName(Role.KERNEL, "vmlinuz"))
        .hasMessage("file name 'vmlinuz' is not allowed for the kernel, which is always 'kernel'");
  }
}
