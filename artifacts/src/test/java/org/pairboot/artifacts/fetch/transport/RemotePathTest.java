package org.pairboot.artifacts.fetch.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemotePathTest {
  @ParameterizedTest
  @CsvSource({
    "ftp://h/a/b.img, a/b.img",
    "ftp://h/%2Fetc/x, /etc/x",
    "ftp://h/a.img;type=i, a.img",
    "tftp://h/a%20b;mode=octet, a b",
  })
  void the_first_slash_parts_path_and_host(URI uri, String path) throws Exception {
    assertThat(RemotePath.of(uri)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://h", "ftp://h/", "ftp://h/a%0d%0aDELE%20b"})
  void what_would_be_another_command_is_no_file(URI uri) {
    assertThatThrownBy(() -> RemotePath.of(uri)).isInstanceOf(TransferException.class);
  }
}
