package org.pairboot.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Concatenation;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.FileContent;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.http.event.ResponseReport.Outcome;

/** The heads of responses, byte for byte, as the pickiest clients parse them. */
class HeadTest {
  private static final String TEXT = "#!ipxe\nboot\n";
  private static final Content LIVE =
      new Concatenation(List.of(BytesContent.of(TEXT), BytesContent.of("and more")));
  private static final Sha256 DIGEST = BytesContent.of(TEXT).identity();

  @TempDir Path directory;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    Path file = Files.writeString(directory.resolve("kernel"), TEXT);
    server =
        new TestServer()
            .with("boot.ipxe", BytesContent.of(TEXT))
            .with("live.img", LIVE)
            .with("images/a/1/kernel", new FileContent(file, TEXT.length(), DIGEST));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void omitsAnUnknownDigest() throws Exception {
    var response = server.ask("HEAD /live.img HTTP/1.1", "Host: x");

    assertThat(response.headers())
        .contains("Content-Length: " + LIVE.length(), "ETag: \"" + LIVE.identity().hex() + '"')
        .noneMatch(line -> line.startsWith("Repr-Digest:"));
  }

  @Test
  void sendsTheHeadersOfContent() throws Exception {
    var response = server.ask("GET /boot.ipxe HTTP/1.1", "Host: x");

    assertThat(response.statusLine()).isEqualTo("HTTP/1.1 200 OK");
    assertThat(response.text()).isEqualTo(TEXT);
    assertThat(response.headers())
        .contains(
            "Content-Length: " + TEXT.length(),
            "Content-Type: text/plain; charset=utf-8",
            "ETag: \"" + DIGEST.hex() + '"',
            "Accept-Ranges: bytes",
            "Repr-Digest: sha-256=:" + base64(DIGEST) + ":")
        .noneMatch(line -> line.matches("(?i)(server|x-powered-by|transfer-encoding|vary):.*"));
    assertThat(response.header("Date")).isPresent();
  }

  @Test
  void answersHeadLikeGetWithoutTheBody() throws Exception {
    for (String path : List.of("/boot.ipxe", "/images/a/1/kernel", "/missing", "/..")) {
      for (String extra :
          List.of(
              "X: y",
              "Range: bytes=2-3",
              "Range: bytes=99-",
              "If-Match: \"\"",
              "If-None-Match: *",
              "Connection: close")) {
        var get = server.ask("GET " + path + " HTTP/1.1", "Host: x", extra);
        var head = server.ask("HEAD " + path + " HTTP/1.1", "Host: x", extra);

        assertThat(head.statusLine()).isEqualTo(get.statusLine());
        assertThat(withoutDate(head)).as(path + extra).isEqualTo(withoutDate(get));
      }
    }
  }

  @Test
  void sendsNoBodyBytesForHead() throws Exception {
    try (RawClient client = server.connect()) {
      for (String path : List.of("/boot.ipxe", "/missing", "/images/a/1/kernel", "/..")) {
        assertThat(client.ask("HEAD " + path + " HTTP/1.1", "Host: x").body()).isEmpty();
      }
      assertThat(client.ask("GET /boot.ipxe HTTP/1.1", "Host: x").text()).isEqualTo(TEXT);
    }
  }

  /** lpxelinux does not see a Content-Length on the last line. */
  @Test
  void contentLengthIsNeverTheLastHeader() throws Exception {
    List<String> requests = new ArrayList<>();
    for (String method : List.of("GET", "HEAD", "POST", "BREW")) {
      for (String path :
          List.of("/boot.ipxe", "/images/a/1/kernel", "/none", "/..", "/broken-route")) {
        for (String version : List.of("1.0", "1.1")) {
          for (String extra :
              List.of(
                  "X: y",
                  "Range: bytes=1-2",
                  "Range: bytes=99-",
                  "If-Match: \"\"",
                  "Connection: close",
                  "Connection: keep-alive")) {
            requests.add(method + " " + path + " HTTP/" + version + "\r\nHost: x\r\n" + extra);
          }
        }
      }
    }
    for (String request : requests) {
      var response = server.ask(request);

      assertThat(response.statusLine()).as(request).startsWith("HTTP/1.1 ");
      assertThat(response.headers())
          .as(request)
          .anyMatch(line -> line.startsWith("Content-Length: "));
      assertThat(response.headers().getLast()).as(request).doesNotStartWith("Content-Length");
    }
  }

  /** Undertow itself sends these responses. */
  @Test
  void undertowsOwnErrorsAreReadableToo() throws Exception {
    for (String request :
        List.of(
            "GET /boot.ipxe HTTP/1.1\r\nX: y",
            "GET /boot.ipxe HTTP/1.1\r\nHost: x\r\nHost: y",
            "GET /%zz HTTP/1.1\r\nHost: x",
            "GET /x HTTP/1.1\r\nHost: x\r\nContent-Length: x",
            "GET /x HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(9000),
            "GET /x HTTP/1.1\r\nHost: x" + "\r\nA: b".repeat(70))) {
      var response = server.ask(request);

      assertThat(response.statusLine()).startsWith("HTTP/1.1 400 ");
      assertThat(response.headers().getLast()).doesNotStartWith("Content-Length");
      assertThat(response.header("Content-Length")).contains("0");
    }
    assertThat(server.hasReport()).isFalse();
  }

  @Test
  void derivesTheTypeFromTheName() throws Exception {
    assertThat(ResponsePlan.contentType("EFI/shim.EFI")).isEqualTo("application/efi");
    assertThat(ResponsePlan.contentType("grub/grub.cfg")).isEqualTo("text/plain; charset=utf-8");
    assertThat(ResponsePlan.contentType("pxelinux.cfg/default"))
        .isEqualTo("text/plain; charset=utf-8");
    assertThat(ResponsePlan.contentType("pxelinux.0")).isEqualTo("application/octet-stream");
    assertThat(server.ask("GET /images/a/1/kernel HTTP/1.1", "Host: x").header("Content-Type"))
        .contains("application/octet-stream");
  }

  @Test
  void rejectsOtherMethods() throws Exception {
    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW")) {
      var response = server.ask(method + " /boot.ipxe HTTP/1.1", "Host: x");

      assertThat(response.status()).isEqualTo(405);
      assertThat(response.header("Allow")).contains("GET, HEAD");
      assertThat(response.header("Content-Length")).contains("0");
    }
  }

  @Test
  void servesHttp10WithoutHost() throws Exception {
    try (RawClient client = server.connect()) {
      var response = client.ask("GET /boot.ipxe HTTP/1.0");

      assertThat(response.statusLine()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(response.text()).isEqualTo(TEXT);
      assertThat(response.header("Connection")).contains("close");
      assertThat(client.atEnd()).isTrue();
    }
  }

  @Test
  void keepsHttp10OpenOnRequest() throws Exception {
    try (RawClient client = server.connect()) {
      var first = client.ask("GET /boot.ipxe HTTP/1.0", "Connection: keep-alive");
      var second = client.ask("GET /boot.ipxe HTTP/1.0", "Host: x", "Connection: Close");

      assertThat(first.header("Connection")).contains("keep-alive");
      assertThat(second.text()).isEqualTo(TEXT);
      assertThat(client.atEnd()).isTrue();
    }
  }

  @Test
  void keepsHttp11OpenUntilAskedToClose() throws Exception {
    try (RawClient client = server.connect()) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.ask("GET /images/a/1/kernel HTTP/1.1", "Host: x").text()).isEqualTo(TEXT);
      }
      client.ask("GET /boot.ipxe HTTP/1.1", "Host: x", "Connection: close");
      assertThat(client.atEnd()).isTrue();
    }
  }

  @Test
  void answersPipelinedRequestsInOrder() throws Exception {
    try (RawClient client = server.connect()) {
      client.sendRaw(
          ("GET /images/a/1/kernel HTTP/1.1\r\nHost: x\r\n\r\n"
                  + "HEAD /boot.ipxe HTTP/1.1\r\nHost: x\r\n\r\n"
                  + "GET /none HTTP/1.1\r\nHost: x\r\n\r\n")
              .repeat(50));
      for (int i = 0; i < 50; i++) {
        assertThat(client.readResponse(false).text()).isEqualTo(TEXT);
        assertThat(client.readResponse(true).status()).isEqualTo(200);
        assertThat(client.readResponse(false).status()).isEqualTo(404);
      }
    }
  }

  @Test
  void collapsesSlashesWithoutARedirect() throws Exception {
    assertThat(server.ask("GET //images///a/./1/kernel HTTP/1.1", "Host: x").text())
        .isEqualTo(TEXT);
    assertThat(server.ask("GET /images/%61/1/kern%65l?mac=52:54:00&x HTTP/1.1", "Host: x").text())
        .isEqualTo(TEXT);
    assertThat(server.ask("GET http://x/images/a/1/kernel HTTP/1.1", "Host: x").text())
        .isEqualTo(TEXT);
    assertThat(server.ask("GET /images\\a\\1\\kernel HTTP/1.1", "Host: x").text()).isEqualTo(TEXT);
  }

  @Test
  void putsNoMarkupIntoA404() throws Exception {
    var response =
        server.ask("GET /a%3Cscript%3Ealert(1)%3C/script%3E%E2%80%AEx HTTP/1.1", "Host: x");

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.text()).isEqualTo("Not found: /a?script?alert(1)?/script??x\n");
    assertThat(response.header("Content-Type")).contains("text/plain; charset=utf-8");
  }

  @Test
  void rejectsInvalidNames() throws Exception {
    for (String path : List.of("/../etc/passwd", "/%2e%2e/x", "/a%00b", "/a%0d%0ab", "/%ff")) {
      var response = server.ask("GET " + path + " HTTP/1.1", "Host: x");

      assertThat(response.status()).as(path).isEqualTo(400);
      assertThat(response.text()).startsWith("Bad request: ");
    }
    assertThat(server.nextReport().outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void hidesTheReasonOfAnInternalError() throws Exception {
    var response = server.ask("GET /broken-route HTTP/1.1", "Host: x");

    assertThat(response.status()).isEqualTo(500);
    assertThat(response.text()).doesNotContain("secret").doesNotContain("Exception");
    assertThat(server.nextReport().outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void findsNonAsciiNames() throws Exception {
    server.with("größe", BytesContent.of("groß"));

    byte[] body = server.ask("GET /gr%C3%B6%C3%9Fe HTTP/1.1", "Host: x").body();
    assertThat(new String(body, UTF_8)).isEqualTo("groß");
  }

  private static List<String> withoutDate(RawClient.Response response) {
    return response.headers().stream().filter(line -> !line.startsWith("Date: ")).toList();
  }

  private static String base64(Sha256 digest) {
    byte[] raw = HexFormat.of().parseHex(digest.hex());
    return Base64.getEncoder().encodeToString(raw);
  }
}
