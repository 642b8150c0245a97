package org.pairboot.artifacts.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.catalog.RequestName.Accepted;
import org.pairboot.artifacts.catalog.RequestName.Refused;
import org.pairboot.testing.Property;

/** The oddities of firmware.md, section 6, for both protocols. */
class RequestNameTest {

  @ParameterizedTest
  @CsvSource({
    "pxelinux.0, pxelinux.0",
    "/pxelinux.0, pxelinux.0",
    "//images//a///kernel, images/a/kernel",
    "./a/./b/., a/b",
    "a/b/, a/b",
    "\\Boot\\BCD, Boot/BCD",
    "C:\\Boot\\BCD, Boot/BCD",
    "c:/Boot/BCD, Boot/BCD",
    "pxelinux.cfg/01-52-54-00-12-34-56, pxelinux.cfg/01-52-54-00-12-34-56",
    "a..b/...c, a..b/...c",
    "grub/ä, grub/ä",
    "'a b', 'a b'",
    "'', ''",
    "/, ''",
  })
  void repairsNamesAlikeForBothProtocols(String asked, String name) {
    assertThat(tftp(asked)).isEqualTo(new Accepted(name));
    assertThat(RequestName.fromHttpPath(asked)).isEqualTo(new Accepted(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../etc/passwd",
        "/images/../../etc/passwd",
        "a/..",
        "..\\..\\boot.ini",
        "C:..\\x",
        "a\\../b"
      })
  void refusesParentsAlikeForBothProtocols(String asked) {
    assertThat(tftp(asked)).isEqualTo(new Refused("'..' in name"));
    assertThat(RequestName.fromHttpPath(asked)).isEqualTo(new Refused("'..' in name"));
  }

  @Test
  void readsAnyNameAlikeForBothProtocols() {
    Property.holds(draw -> {
      String asked = "/" + draw.text("aC.:/\\ ~ä", 0, 8);
      assertThat(RequestName.fromHttpPath(asked)).isEqualTo(tftp(asked));
    });
  }

  @Test
  void limitsLengthsAlikeForBothProtocols() {
    String longest = "s".repeat(255) + "/" + "t".repeat(224);
    assertThat(tftp(longest)).isEqualTo(new Accepted(longest));
    assertThat(RequestName.fromHttpPath(longest)).isEqualTo(new Accepted(longest));
    for (String tooLong : new String[] {longest + "t", "s".repeat(256)}) {
      assertThat(tftp(tooLong)).isInstanceOf(Refused.class);
      assertThat(RequestName.fromHttpPath(tooLong)).isInstanceOf(Refused.class);
    }
  }

  @Test
  void dropsStrayBytesAtTheEndOfATftpName() {
    assertThat(tftp("pxelinux.0", 0xFF)).isEqualTo(new Accepted("pxelinux.0"));
    assertThat(tftp("pxelinux.0", 0xFF, 0x01, 0x1F, 0xFF)).isEqualTo(new Accepted("pxelinux.0"));
    assertThat(tftp("", 0xFF)).isEqualTo(new Accepted(""));
  }

  @Test
  void refusesOtherStrayBytes() {
    assertThat(tftp("pxe\u0001linux.0")).isEqualTo(new Refused("control character in name"));
    assertThat(tftp("pxelinux\u007f.0")).isEqualTo(new Refused("control character in name"));
    assertThat(tftp("", 0xFF, 'a')).isEqualTo(new Refused("name is not UTF-8"));
    assertThat(tftp("grub/", 0xE4, 'x')).isEqualTo(new Refused("name is not UTF-8"));
    // an overlong '/', which a careless decoder would accept
    assertThat(tftp("", '.', '.', 0xC0, 0xAF, 'x')).isEqualTo(new Refused("name is not UTF-8"));
  }

  @Test
  void takesPercentSignsLiterallyInTftp() {
    assertThat(tftp("a%2Fb%00%zz")).isEqualTo(new Accepted("a%2Fb%00%zz"));
  }

  @ParameterizedTest
  @CsvSource({
    "/a%20b, a b",
    "/images/a%2Fb%2fc/kernel, images/a%2Fb%2Fc/kernel",
    "/..%2F..%2fetc/passwd, ..%2F..%2Fetc/passwd",
    "/%5CBoot%5cBCD, Boot/BCD",
    "/a%2520b, a%20b",
    "/%C3%A4, ä",
    "/%F0%9F%98%80, 😀",
    "/😀, 😀",
    "/a%2Bb+c, a+b+c",
  })
  void decodesPercentEscapesOnceInHttp(String path, String name) {
    assertThat(RequestName.fromHttpPath(path)).isEqualTo(new Accepted(name));
  }

  @ParameterizedTest
  @CsvSource({
    "/%2e%2e/x, '''..'' in name'",
    "/%2E./x, '''..'' in name'",
    "/..%5Cx, '''..'' in name'",
    "/a%00b, control character in name",
    "/a%0d%0ab, control character in name",
    "/a%FF, name is not UTF-8",
    "/%C0%AE%C0%AE/x, name is not UTF-8",
    "/a%, malformed percent escape in name",
    "/a%2, malformed percent escape in name",
    "/a%zz, malformed percent escape in name",
    "/a%+1, malformed percent escape in name",
    "/a%1１, malformed percent escape in name",
  })
  void refusesBadEscapesInHttp(String path, String reason) {
    assertThat(RequestName.fromHttpPath(path)).isEqualTo(new Refused(reason));
  }

  @Test
  void anEscapedSlashDividesNoSegmentsInHttp() {
    Property.holds(draw -> {
      List<String> segments = draw.list(1, 4, () -> draw.text("ab/%=+ ~ä", 1, 8));
      String path =
          segments.stream()
              .map(text -> URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20"))
              .collect(Collectors.joining("/", "/", ""));

      String expected =
          segments.stream().map(text -> text.replace("/", "%2F")).collect(Collectors.joining("/"));
      assertThat(RequestName.fromHttpPath(path)).isEqualTo(new Accepted(expected));
    });
  }

  @Test
  void refusesHalfACharacterInHttp() {
    assertThat(RequestName.fromHttpPath("/a\uD83D")).isInstanceOf(Refused.class);
  }

  @Test
  void anyBytesGiveANameOrAReason() {
    Property.holds(draw -> {
      byte[] raw = draw.bytes(600);
      requireSafe(RequestName.fromTftp(raw));
    });
  }

  @Test
  void anyTextGivesANameOrAReason() {
    Property.holds(draw -> {
      String path = draw.anyText(600);
      requireSafe(RequestName.fromHttpPath(path));
    });
  }

  private static void requireSafe(RequestName result) {
    switch (result) {
      case Refused refused -> assertThat(refused.reason()).isNotBlank();
      case Accepted accepted -> {
        assertThat(accepted.name()).doesNotStartWith("/").doesNotContain("//", "\\", "\0");
        assertThat(accepted.name().split("/")).doesNotContain("..", ".");
        assertThat(accepted.name().length()).isLessThanOrEqualTo(RequestName.MAX_NAME);
      }
    }
  }

  private static RequestName tftp(String name, int... more) {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    raw.writeBytes(name.getBytes(StandardCharsets.UTF_8));
    for (int b : more) {
      raw.write(b);
    }
    return RequestName.fromTftp(raw.toByteArray());
  }
}
