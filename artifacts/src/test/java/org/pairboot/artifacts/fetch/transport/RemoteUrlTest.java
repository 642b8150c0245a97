package org.pairboot.artifacts.fetch.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;

class RemoteUrlTest {
  @Test
  void keepsWhatAServerSaysInOneLineWithoutControlCharacters() {
    String reply = "550 no\r\n\u001b[31m" + "x".repeat(1000);
    assertThat(new TransferException(Kind.FINAL, reply).getMessage())
        .startsWith("550 no???[31mxx")
        .endsWith("x...")
        .hasSize(303);
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://h/a/b.img, a/b.img",
    "ftp://h/%2Fetc/x, /etc/x",
    "ftp://h/a.img;type=i, a.img",
    "tftp://h/a%20b;mode=octet, a b",
  })
  void startsThePathAfterTheFirstSlash(URI uri, String path) throws Exception {
    assertThat(RemoteUrl.path(uri)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://h", "ftp://h/", "ftp://h/a%0d%0aDELE%20b"})
  void refusesAPathThatWouldBeAnotherCommand(URI uri) {
    assertThatThrownBy(() -> RemoteUrl.path(uri)).isInstanceOf(TransferException.class);
  }
}
