package org.pairboot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.content.BytesContent;

/**
 * Requests whose end a proxy and a server could see in different places (RFC 9112, section 11.2):
 * what follows them on the connection must never be answered as a request of its own.
 */
class SmugglingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 18446744073709551616",
        "Content-Length: 18446744073709551621",
        "Content-Length: 9223372036854775808",
        "Content-Length: 99999999999999999999999999999999",
        "Content-Length: +5",
        "Content-Length: -5",
        "Content-Length: -0",
        "Content-Length: 0x5",
        "Content-Length: 5, 5",
        "Content-Length: 0, 5",
        "Content-Length: 5,0",
        "Content-Length: 0 5",
        "Content-Length: 5\u00a0",
        "Content-Length: ",
        "Content-Length: five",
        "Content-Length: 0\r\nContent-Length: 5",
        "Content-Length: 5\r\nContent-Length: 0",
        "Content-Length: 0\r\n 5",
        "Content-Length:\r\n 5",
        "Content-Length : 5",
        "Content-Length\t: 5",
        " Content-Length: 5",
        "Content-Length\u0000: 5",
        "Content-Length: 0\r\nTransfer-Encoding: chunked",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 0",
        "Transfer-Encoding: identity\r\nContent-Length: 5",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: \u000bchunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding:\r\n chunked",
        "Transfer_Encoding: chunked\r\nContent-Length: 99999999999999999999",
      })
  void answersOneRequestAndCloses(String header) throws Exception {
    try (TestServer server = new TestServer().with("x", BytesContent.of("small"));
        RawClient client = server.connect()) {
      client.sendRaw(
          "GET /x HTTP/1.1\r\nHost: x\r\n"
              + header
              + "\r\n\r\nGET /x HTTP/1.1\r\nHost: smuggled\r\n\r\n");

      assertThat(client.readResponse(false).status()).isEqualTo(400);
      assertThat(isAtEnd(client)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /x HTTP/1.1\nHost: x\nContent-Length: 5\n\n",
        "GET /x HTTP/1.1\r\nHost: x\r\nA: b\rContent-Length: 5\r\n\r\n",
        "GET /x HTTP/1.1\r\nHost: x\r\nA: b\nContent-Length: 5\r\n\r\n",
        "GET /x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\n",
      })
  void neverAnswersWhatFollowsABareEndOfLine(String head) throws Exception {
    try (TestServer server = new TestServer().with("x", BytesContent.of("small"));
        RawClient client = server.connect()) {
      client.sendRaw(head + "GET /x HTTP/1.1\r\nHost: smuggled\r\n\r\n");

      assertThat(client.readResponse(false).status()).isEqualTo(400);
      assertThat(isAtEnd(client)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"Content-Length: 0, 200", "Content-Length:00, 200", "Content-Length:   0, 200"})
  void takesARequestThatSaysThatItHasNoBody(String header, int status) throws Exception {
    try (TestServer server = new TestServer().with("x", BytesContent.of("small"));
        RawClient client = server.connect()) {
      for (int i = 0; i < 2; i++) {
        assertThat(client.ask("GET /x HTTP/1.1", "Host: x", header).status()).isEqualTo(status);
      }
    }
  }

  /** A server that closes with bytes unread resets the connection. */
  private static boolean isAtEnd(RawClient client) throws Exception {
    try {
      return client.atEnd();
    } catch (SocketException e) {
      return true;
    }
  }
}
