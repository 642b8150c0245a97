package org.pairboot.artifacts.fetch.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.conf.ProxySettings;

class ProxyRulesTest {

  private static ProxyRules rules(String http, String https, String... exceptions)
      throws TransferException {
    return ProxyRules.of(
        new ProxySettings(
            Optional.ofNullable(http), Optional.ofNullable(https), List.of(exceptions)));
  }

  @ParameterizedTest
  @CsvSource({
    "*, http://a.example/, true",
    "a.example, http://a.example/, true",
    "A.Example, http://a.example/, true",
    ".a.example, http://a.example/, true",
    "*.a.example, http://b.a.example/, true",
    "a.example, http://b.a.example/, true",
    "a.example, http://ba.example/, false",
    "a.example:8080, http://a.example:8080/, true",
    "a.example:8080, http://a.example/, false",
    "a.example:80, http://a.example/, true",
    "a.example:443, https://a.example/, true",
    "10.0.0.0/8, http://10.1.2.3/, true",
    "10.0.0.0/8, http://11.1.2.3/, false",
    "10.0.0.0/8, http://ten.example/, false",
    "10.1.2.3, http://10.1.2.3:81/, true",
    "::1, http://[::1]/, true",
    "[::1]:81, http://[::1]:81/, true",
    "[::1]:81, http://[::1]:82/, false",
    "fd00::/8, http://[fd00::7]/, true",
    "fd00::7, http://[fd00:0::7]/, true",
    "not/a/network, http://a.example/, false",
  })
  void bypassesTheProxyForExceptions(String exception, URI uri, boolean direct) throws Exception {
    ProxyRules rules = rules("http://proxy.example:3128", "http://proxy.example:3128", exception);
    assertThat(rules.proxyFor(uri).isEmpty()).isEqualTo(direct);
  }

  @Test
  void hasAProxyForEachScheme() throws Exception {
    ProxyRules rules = rules("plain.example:81", null);
    assertThat(rules.proxyFor(URI.create("http://x.example/")))
        .contains(URI.create("http://plain.example:81"));
    assertThat(rules.proxyFor(URI.create("https://x.example/"))).isEmpty();
    assertThat(rules("http://proxy.example", null).proxyFor(URI.create("http://x/")))
        .get()
        .extracting(URI::getPort)
        .isEqualTo(80);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"socks5://me:secret@proxy.example:1080", "http://me:secret@", "ht tp://x"})
  void refusesAnInvalidProxyWithoutShowingItsPassword(String proxy) {
    assertThatThrownBy(() -> rules(null, proxy))
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("downloads.proxy or the variable https_proxy")
        .hasMessageNotContaining("secret");
  }
}
