package org.pairboot.artifacts.fetch.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.fetch.download.ScriptedServer.file;
import static org.pairboot.artifacts.fetch.download.ScriptedServer.status;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.fetch.download.ScriptedServer.Line;
import org.pairboot.conf.ProxySettings;

/** Redirects, proxies, and which servers receive credentials. */
class DownloadRouteTest {
  private static final byte[] CONTENT = DownloadLab.CONTENT;
  private static final byte[] OTHER = DownloadLab.OTHER;
  private static final String TAG = DownloadLab.TAG;

  @RegisterExtension private final DownloadLab lab = new DownloadLab();

  @Test
  void followsRedirects() throws Exception {
    lab.server()
        .plays(
            status("301 x", "Location: /second"),
            status("307 x", "Location: " + lab.server().url("/third?x=y")),
            file(CONTENT, TAG));
    assertThat(lab.fetch(lab.unknown())).isEqualTo(CONTENT);
    assertThat(lab.server().requests())
        .extracting(ScriptedServer.Request::target)
        .containsExactly("/rootfs.img", "/second", "/third?x=y");
  }

  @Test
  void endsALoopOfRedirects() throws Exception {
    lab.server().plays(status("302 x", "Location: /rootfs.img"));
    assertThatThrownBy(() -> lab.fetch(lab.unknown()))
        .hasMessageContaining("more than 4 redirects");
    assertThat(lab.server().requests()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://127.0.0.1/x", "http://", "http://[", "a b"})
  void followsRedirectsToHttpOnly(String location) throws Exception {
    lab.server().plays(status("302 x", "Location: " + location));
    assertThatThrownBy(() -> lab.fetch(lab.unknown())).hasMessageContaining("redirect to ");
  }

  @Test
  void sendsCredentialsOnlyToTheirServerAndShowsThemNowhere() throws Exception {
    try (ScriptedServer other = new ScriptedServer().plays(status("404 x"))) {
      lab.server().plays(status("302 x", "Location: " + other.url("/x")));
      String url = lab.server().url("/f").replace("http://", "http://me:s%65cret@");
      assertThatThrownBy(() -> lab.fetch(Artifact.at("kernel", Source.parse(url))))
          .hasMessageContaining("HTTP 404")
          .hasMessageNotContaining("s%65cret");
      assertThat(lab.server().requests().getFirst().header("authorization"))
          .isEqualTo("Basic bWU6c2VjcmV0");
      assertThat(other.requests().getFirst().header("authorization")).isNull();
    }
  }

  @Test
  void usesTheProxyExceptForExceptions() throws Exception {
    try (ScriptedServer proxy = new ScriptedServer().plays(file(CONTENT, TAG))) {
      Optional<String> url = Optional.of("http://127.0.0.1:" + proxy.port());
      lab.proxy(0, new ProxySettings(url, Optional.empty(), List.of("127.0.0.0/8")));
      Artifact far = Artifact.at("kernel", Source.parse("http://images.invalid/kernel"));
      assertThat(lab.fetch(far)).isEqualTo(CONTENT);
      assertThat(proxy.requests().getFirst().target()).isEqualTo("http://images.invalid/kernel");
      lab.server().plays(file(OTHER, TAG));
      assertThat(lab.fetch(lab.unknown())).isEqualTo(OTHER);
    }
  }

  @Test
  void sendsTheCredentialsOfTheProxyUrl() throws Exception {
    try (ScriptedServer proxy = new ScriptedServer().plays(file(CONTENT, TAG))) {
      Optional<String> url = Optional.of("http://me:secret@127.0.0.1:" + proxy.port());
      lab.proxy(0, new ProxySettings(url, Optional.empty(), List.of()));
      lab.fetch(Artifact.at("kernel", Source.parse("http://images.invalid/kernel")));
      assertThat(proxy.requests().getFirst().header("proxy-authorization"))
          .isEqualTo("Basic bWU6c2VjcmV0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, user name or password, 0",
    "403, refuses connections, 0",
    "502, cannot reach, 1"
  })
  void distinguishesARefusalByTheProxyFromOneByTheServer(int status, String reason, int pause)
      throws Exception {
    Line refusal = status(status + " No");
    try (ScriptedServer proxy = new ScriptedServer().plays(refusal, refusal)) {
      Optional<String> url = Optional.of("http://127.0.0.1:" + proxy.port());
      lab.proxy(1, new ProxySettings(Optional.empty(), url, List.of()));
      Artifact far = Artifact.at("kernel", Source.parse("https://images.invalid/kernel"));
      assertThatThrownBy(() -> lab.fetch(far))
          .isInstanceOf(DownloadException.class)
          .hasMessageContainingAll("HTTP " + status, "the proxy", reason);
      assertThat(proxy.requests().getFirst().method()).isEqualTo("CONNECT");
      assertThat(lab.pauses()).hasSize(pause);
    }
  }
}
