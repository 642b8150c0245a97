package org.pairboot.artifacts.imports.systems;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.imports.systems.SystemCatalogue.CatalogueException;

class ListedDigestsTest {
  private static final String PLACE = "https://host.example/pub/x/SHA256SUMS";
  private static final String FILE = "https://host.example/pub/x/images/linux";
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AAAA  images/linux",
        "AAAA *images/linux",
        "aaaa  ./images/linux",
        "SHA256 (images/linux) = AAAA",
        "images/linux = sha256:AAAA",
        " AAAA    78509 images/linux",
        "BBBB  other/linux\r\nAAAA  images/linux\r",
        "BBBB  linux\nAAAA  images/linux",
        "aaaa  linux",
        "AAAA"
      })
  void readsTheFormsThatPublishersUse(String list) throws Exception {
    assertThat(parse(list).of(FILE).hex()).isEqualTo(A);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "AAAA  images/linux.sig",
        "AAAA  other/linux",
        "AAAAa  images/linux",
        "SHA512 (images/linux) = AAAA",
        "images/linux = md5:AAAA",
        "AAAA\nBBBB"
      })
  void doesNotTakeTheDigestOfAnotherFile(String list) {
    assertThatThrownBy(() -> parse(list).of(FILE))
        .isInstanceOf(CatalogueException.class)
        .hasMessageStartingWith(PLACE + " lists no SHA-256 digest of linux");
  }

  @Test
  void refusesTwoDigestsOfAFile() {
    assertThatThrownBy(() -> parse("AAAA  images/linux\nBBBB  ./images/linux").of(FILE))
        .hasMessage(PLACE + " lists two digests of images/linux; nothing was imported");
  }

  @Test
  void takesTheNameAloneOfAFileThatIsElsewhere() throws Exception {
    assertThat(parse("AAAA  linux").of("https://elsewhere.example/1.0/linux").hex()).isEqualTo(A);
  }

  private static ListedDigests parse(String list) {
    return ListedDigests.parse(
        PLACE,
        list.replace("AAAA", A.toUpperCase(Locale.ROOT))
            .replace("aaaa", A)
            .replace("BBBB", B)
            .getBytes(UTF_8));
  }
}
