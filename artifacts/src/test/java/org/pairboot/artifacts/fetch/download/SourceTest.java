package org.pairboot.artifacts.fetch.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
  @ParameterizedTest
  @ValueSource(strings = {"vmlinuz", "./a:b", "/x/http:/y", "C:x", "file:///x/y", "http:/x"})
  void without_a_host_it_is_a_file(String text) throws Exception {
    assertThat(Source.parse(text)).isInstanceOf(Source.LocalFile.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://h/x", "HTTPS://h:8443/x", "ftp://u:p@h/x", "tftp://[::1]/x"})
  void with_one_it_is_elsewhere(String text) throws Exception {
    assertThat(Source.parse(text)).isInstanceOf(Source.Remote.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nfs://h/x         | URLs of http, https, ftp and tftp can",
        "http://           | is no URL",
        "http:///x         | has no host",
        "http://a_b/x      | has no host",
        "http://h:99999/x  | has no host",
        "http://h/a b      | is no URL: illegal character in path at character 11",
        "file://host/x     | is no file of this machine",
      })
  void what_cannot_be_fetched_is_told(String text, String message) {
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
  void the_name_of_a_file_is_made_fit(String text, String name) throws Exception {
    assertThat(Source.parse(text).fileName()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "http://h/a/kernel?x=1, http://h/a/kernel.sig",
    "/a/kernel, /a/kernel.sig",
    "kernel, kernel.sig",
  })
  void a_signature_lies_beside_its_file(String text, String signature) throws Exception {
    assertThat(Source.parse(text).withSuffix(".sig")).hasToString(signature);
  }

  @Test
  void a_password_is_not_shown() throws Exception {
    assertThat(Source.parse("ftp://me:secret@h/x")).hasToString("ftp://h/x");
  }
}
