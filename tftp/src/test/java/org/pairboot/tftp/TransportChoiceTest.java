package org.pairboot.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.conf.TftpSettings;
import org.pairboot.tftp.transport.Link;
import org.pairboot.tftp.transport.Transport;
import org.pairboot.tftp.transport.linux.Availability;

class TransportChoiceTest {
  private static final Optional<String> SANDBOX = Optional.of("recvmmsg: Function not implemented");

  private static String choose(String asked, Optional<String> obstacle) throws IOException {
    TftpSettings settings = TestSettings.create("transport=" + asked);
    try (Transport transport = TransportChoice.open(settings, 1, obstacle)) {
      transport.links().forEach(Link::close);
      return transport.name();
    }
  }

  @ParameterizedTest
  @CsvSource({"auto,linux", "linux,linux", "nio,nio"})
  @EnabledOnOs(OS.LINUX)
  void linux_is_taken_where_it_works(String asked, String chosen) throws IOException {
    assertThat(Availability.obstacle()).isEmpty();
    assertThat(choose(asked, Optional.empty())).isEqualTo(chosen);
  }

  @ParameterizedTest
  @CsvSource({"auto", "nio"})
  void nio_is_taken_elsewhere(String asked) throws IOException {
    assertThat(choose(asked, SANDBOX)).isEqualTo("nio");
  }

  @Test
  void linux_asked_for_and_not_to_be_had_is_an_error() {
    assertThatThrownBy(() -> choose("linux", SANDBOX))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "tftp.transport = linux does not work here: recvmmsg: Function not implemented;"
                + " set it to auto or nio");
  }
}
