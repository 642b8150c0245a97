package org.pairboot.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.conf.DownloadSettings.SignaturePolicy;
import org.pairboot.conf.SettingsLoader.CommandLine;

class DownloadSettingsTest {

  private static DownloadSettings load(Map<String, String> environment, String... overrides)
      throws SettingsException {
    Host host = new Host(false, false, Path.of("/nowhere"), environment);
    CommandLine line =
        new CommandLine(Optional.empty(), Optional.empty(), Arrays.asList(overrides));
    return new SettingsLoader(host).load(line).settings().downloads();
  }

  @Test
  void checksSignaturesIfPresentByDefault() throws Exception {
    DownloadSettings settings = load(Map.of());
    assertThat(settings.signatures()).isEqualTo(SignaturePolicy.IF_PRESENT);
    assertThat(settings.keyRings()).containsExactly(Path.of("/etc/pairboot/keys"));
    assertThat(settings.authorities()).isEmpty();
    assertThat(load(Map.of(), "downloads.authorities=[/a.pem]").authorities())
        .containsExactly(Path.of("/a.pem"));
    assertThat(settings.retry())
        .isEqualTo(new DownloadSettings.Retry(5, Duration.ofSeconds(1), Duration.ofMinutes(10)));
    assertThat(settings.maxSize()).isEqualTo(16L << 30);
    assertThat(settings.proxy()).isEqualTo(ProxySettings.NONE);
    assertThat(settings.mirror()).isEmpty();
    assertThat(settings.keepPartial()).isEqualTo(Duration.ofDays(7));
  }

  @Test
  void readsTheProxyFromTheEnvironment() throws Exception {
    ProxySettings proxy =
        load(
                Map.of(
                    "http_proxy", "http://a:1",
                    "HTTP_PROXY", "http://anybody:1",
                    "HTTPS_PROXY", "b:2",
                    "no_proxy", "lab.example, 10.0.0.0/8"),
                "downloads.no-proxy=[other.example]")
            .proxy();
    assertThat(proxy.http()).contains("http://a:1");
    assertThat(proxy.https()).contains("b:2");
    assertThat(proxy.exceptions()).containsExactly("lab.example", "10.0.0.0/8", "other.example");

    assertThat(load(Map.of("HTTP_PROXY", "http://anybody:1")).proxy().http()).isEmpty();
    assertThat(load(Map.of("ALL_PROXY", "http://c:3")).proxy().https()).contains("http://c:3");
  }

  @Test
  void theSettingOverridesTheEnvironment() throws Exception {
    Map<String, String> environment = Map.of("http_proxy", "http://a:1", "no_proxy", "*");
    assertThat(load(environment, "downloads.proxy=none").proxy()).isEqualTo(ProxySettings.NONE);
    ProxySettings proxy = load(environment, "downloads.proxy=http://b:2").proxy();
    assertThat(proxy.http()).contains("http://b:2");
    assertThat(proxy.exceptions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "downloads.signatures=maybe            | downloads.signatures     | require, if-present",
        "downloads.key-rings=/x                | downloads.key-rings      | list of paths",
        "downloads.retry.times=-1              | downloads.retry.times    | 0 to 1000000",
        "downloads.retry.first-delay=soon      | downloads.retry.first-delay | 500ms",
        "downloads.read-timeout=0s             | downloads.read-timeout   | 100ms",
        "downloads.max-size=much               | downloads.max-size       | 64KiB",
        "downloads.proxy=socks5://x:1          | downloads.proxy          | auto, none, or the URL",
        "downloads.proxy=http://x/y            | downloads.proxy          | auto, none, or the URL",
        "downloads.no-proxy=[\"\"]             | downloads.no-proxy       | host names",
        "downloads.mirror=mirror.example       | downloads.mirror         | absolute directory",
        "downloads.mirror=http://x/y?z         | downloads.mirror         | absolute directory",
        "downloads.keep-partial=for-ever       | downloads.keep-partial   | a duration",
      })
  void anInvalidValueIsReportedWithWhatWasExpected(String override, String key, String expected) {
    SettingsException e =
        catchThrowableOfType(SettingsException.class, () -> load(Map.of(), override));
    assertThat(e.mistakes()).hasSize(1);
    assertThat(e).hasMessageStartingWith("--set: " + key + ": ").hasMessageContaining(expected);
  }
}
