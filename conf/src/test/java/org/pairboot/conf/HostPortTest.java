package org.pairboot.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1:69,     192.0.2.1,   69",
    "[2001:db8::1]:80, 2001:db8::1, 80",
    "lab.example:443,  lab.example, 443",
    ":6969,            '',          6969",
    "[::1]:0,          ::1,         0",
  })
  void takesHostAndPortApart(String text, String host, int port) {
    assertThat(HostPort.parse(text)).contains(new HostPort(host, OptionalInt.of(port)));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,     192.0.2.1",
    "2001:db8::1,   2001:db8::1",
    "[2001:db8::1], 2001:db8::1",
    "fd00::/8,      fd00::/8",
    "lab.example,   lab.example",
  })
  void acceptsAHostWithoutAPort(String text, String host) {
    assertThat(HostPort.parse(text)).contains(new HostPort(host, OptionalInt.empty()));
    assertThat(HostPort.parse(text).orElseThrow().resolve()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1:65536", "192.0.2.1:", "192.0.2.1:http", "[::1]80", "[::1"})
  void rejectsWhatIsNeither(String text) {
    assertThat(HostPort.parse(text)).isEmpty();
  }

  @Test
  void resolvesAnEmptyHostToAllAddresses() {
    assertThat(HostPort.parse(":69").orElseThrow().resolve()).contains(new InetSocketAddress(69));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,   192.0.2.1:69",
    "2001:db8::1, [2001:db8:0:0:0:0:0:1]:69",
    "0.0.0.0,     0.0.0.0:69",
    "::,          0.0.0.0:69",
  })
  void printsAddressAndPort(String address, String text) {
    assertThat(HostPort.format(new InetSocketAddress(InetAddress.ofLiteral(address), 69)))
        .isEqualTo(text);
  }

  @Test
  void leavesTheDefaultPortOutOfAUrl() {
    InetAddress v4 = InetAddress.ofLiteral("192.0.2.1");
    InetAddress v6 = InetAddress.ofLiteral("fe80::1%1");

    assertThat(HostPort.authority(v4, 80, 80)).isEqualTo("192.0.2.1");
    assertThat(HostPort.authority(v4, 8080, 80)).isEqualTo("192.0.2.1:8080");
    assertThat(HostPort.authority(v6, 8080, 80)).isEqualTo("[fe80:0:0:0:0:0:0:1]:8080");
  }
}
