package org.pairboot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.content.BytesContent;

/** The headers for caches (RFC 9111). */
class CachingTest {
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";

  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        new TestServer()
            .with("images/a/1/kernel", BytesContent.of("kernel"))
            .with("boot.ipxe", BytesContent.of("#!ipxe"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void letsCachesKeepImmutableContent() throws Exception {
    for (String extra : List.of("X: y", "Range: bytes=1-2", "If-None-Match: *")) {
      assertThat(caching("images/a/1/kernel", extra)).as(extra).isEqualTo(IMMUTABLE);
    }
  }

  @Test
  void letsCachesValidateChangingContent() throws Exception {
    for (String extra : List.of("X: y", "Range: bytes=1-2", "If-None-Match: *")) {
      assertThat(caching("boot.ipxe", extra)).as(extra).isEqualTo("no-cache");
    }
  }

  @Test
  void forbidsCachingErrors() throws Exception {
    for (String path : List.of("none", "..", "broken-route")) {
      assertThat(caching(path, "X: y")).as(path).isEqualTo("no-store");
    }
  }

  private String caching(String path, String extra) throws Exception {
    var response = server.ask("GET /" + path + " HTTP/1.1", "Host: x", extra);
    return response.header("Cache-Control").orElse("none");
  }
}
