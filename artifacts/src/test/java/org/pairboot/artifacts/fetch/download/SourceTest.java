package org.pairboot.artifacts.fetch.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.fetch.download.Source.InvalidSourceException;

class SourceTest {
  @ParameterizedTest
  @ValueSource(strings = {"vmlinuz", "./a:b", "/x/http:/y", "C:x", "file:///x/y", "http:x"})
  void takesTextWithoutAHostForAFile(String text) throws Exception {
    assertThat(Source.parse(text)).isInstanceOf(Source.LocalFile.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://h/x", "HTTPS://h:8443/x", "ftp://u:p@h/x", "tftp://[::1]/x"})
  void takesTextWithAHostForAUrl(String text) throws Exception {
    assertThat(Source.parse(text)).isInstanceOf(Source.Remote.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nfs://h/x         | expected an http, https, ftp or tftp URL",
        "http://           | is not a URL",
        "http:///x         | has no valid host",
        "http:/h/x         | did you mean http://h/x?",
        "http://a_b/x      | has no valid host",
        "http://h:99999/x  | has no valid host",
        "http://h/a b      | is not a URL: illegal character in path at character 11",
        "file://host/x     | is not a file on this machine",
      })
  void refusesWhatCannotBeFetched(String text, String message) {
    assertThatThrownBy(() -> Source.parse(text))
        .isInstanceOf(InvalidSourceException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "http://h/a/kernel.img?x=/y, kernel.img",
    "http://h/a%2Fb%20c, b_c",
    "http://h/, download",
    "http://h, download",
    "http://h/..%00, download",
    "tftp://h/.hidden, hidden",
    "/x/my file, my_file",
  })
  void reducesFileNamesToLegalCharacters(String text, String name) throws Exception {
    assertThat(Source.parse(text).fileName()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "http://h/a/kernel?x=1, http://h/a/kernel.sig",
    "/a/kernel, /a/kernel.sig",
    "kernel, kernel.sig",
  })
  void expectsTheSignatureBesideItsFile(String text, String signature) throws Exception {
    assertThat(Source.parse(text).withSuffix(".sig")).hasToString(signature);
  }

  @Test
  void doesNotShowPasswords() throws Exception {
    assertThat(Source.parse("ftp://me:secret@h/x")).hasToString("ftp://h/x");
    assertThat(Source.parse("https://me:secret@h/x?token=secret&y=1#z"))
        .hasToString("https://h/x?...");
    assertThat(Source.parse("https://h/a@1/x")).hasToString("https://h/a@1/x");
  }

  /** What is told apart by its query alone are two files. */
  @Test
  void tellsFilesApartByTheirQueries() throws Exception {
    assertThat(Source.parse("http://me:secret@h/x?y=1").identity()).isEqualTo("http://h/x?y=1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftps://me:secret@h/x?token=secret",
        "http:/me:secret@h/x?token=secret",
        "http://me:secret@h:99999/x?token=secret",
        "http://me:secret@h/x y?token=secret",
        "http://me:secret@/x?token=secret",
        "http://me:sec/secret@h/x y#secret",
        "http://me:s?secret@h/x y",
      })
  void doesNotShowSecretsOfWhatIsNoUrl(String text) {
    assertThatThrownBy(() -> Source.parse(text))
        .isInstanceOf(InvalidSourceException.class)
        .hasMessageNotContaining("secret");
  }
}
