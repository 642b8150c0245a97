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
import org.pairboot.tftp.transport.Transport;
import org.pairboot.tftp.transport.Transport.Link;
import org.pairboot.tftp.transport.linux.Availability;

class TransportChoiceTest {
  private static final Optional<String> SANDBOX = Optional.of("recvmmsg: ENOSYS");

  private static String choose(String asked, Optional<String> obstacle) throws IOException {
    TftpSettings settings = TestSettings.create("transport=" + asked);
    try (Transport transport = TftpServer.openTransport(settings, 1, obstacle)) {
      transport.links().forEach(Link::close);
      return transport.name();
    }
  }

  @ParameterizedTest
  @CsvSource({"auto,linux", "linux,linux", "nio,nio"})
  @EnabledOnOs(OS.LINUX)
  void usesLinuxWhereItWorks(String asked, String chosen) throws IOException {
    assertThat(Availability.obstacle()).isEmpty();
    assertThat(choose(asked, Optional.empty())).isEqualTo(chosen);
  }

  @ParameterizedTest
  @CsvSource({"auto", "nio"})
  void usesNioElsewhere(String asked) throws IOException {
    assertThat(choose(asked, SANDBOX)).isEqualTo("nio");
  }

  @Test
  void failsIfLinuxIsRequiredButDoesNotWork() {
    assertThatThrownBy(() -> choose("linux", SANDBOX))
        .isInstanceOf(IOException.class)
        .hasMessage("tftp.transport=linux does not work here: recvmmsg: ENOSYS; use auto or nio");
  }
}
