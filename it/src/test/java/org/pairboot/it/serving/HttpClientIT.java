package org.pairboot.it.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.Tools;

/**
 * curl reads parts over HTTP as boot clients do: HEAD, whole files, ranges, HTTP/1.0, and
 * persistent connections.
 */
class HttpClientIT {
  private static final int SIZE = 3_000_001;

  @RegisterExtension static final ServedPart SERVED = new ServedPart(SIZE);

  @BeforeAll
  static void needTools() {
    Tools.need("curl:curl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http1.1", "--http1.0"})
  void servesAWholeFile(String version) {
    HttpReply answer = get("part.img", version);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(SeededFile.sha256(answer.body())).isEqualTo(SERVED.file().sha256());
    assertThat(answer.headers())
        .contains(
            "Content-Length: " + SIZE,
            "Accept-Ranges: bytes",
            "ETag: \"" + SERVED.file().sha256() + "\"");
    assertThat(answer.headers()).noneMatch(line -> line.startsWith("Transfer-Encoding:"));
  }

  @Test
  void sendsTheHeadersOfGetForHead() {
    HttpReply head = get("part.img", "--head");
    assertThat(head.body()).isEmpty();
    assertThat(head.headers())
        .filteredOn(HttpClientIT::isOfTheContent)
        .containsExactlyElementsOf(
            get("part.img").headers().stream().filter(HttpClientIT::isOfTheContent).toList());
  }

  private static boolean isOfTheContent(String header) {
    return !header.startsWith("Date:");
  }

  @ParameterizedTest
  @CsvSource({
    "0-0, 0, 1",
    "0-99, 0, 100",
    "1000000-1999999, 1000000, 2000000",
    "2999999-, 2999999, 3000001",
    "-5, 2999996, 3000001",
    "2999999-99999999999999, 2999999, 3000001",
  })
  void servesARange(String range, int from, int to) throws IOException {
    HttpReply answer = get("part.img", "--header", "Range: bytes=" + range);
    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.headers())
        .contains("Content-Range: bytes " + from + "-" + (to - 1) + "/" + SIZE);
    assertThat(answer.body())
        .isEqualTo(Arrays.copyOfRange(Files.readAllBytes(SERVED.file().path()), from, to));
  }

  @ParameterizedTest
  @ValueSource(strings = {"u-u", "5-2", "0-1,4-5", ""})
  void ignoresAnInvalidRange(String range) {
    HttpReply answer = get("part.img", "--header", "Range: bytes=" + range);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).hasSize(SIZE);
  }

  @Test
  void rejectsARangePastTheEndWithTheSize() {
    HttpReply answer = get("part.img", "--header", "Range: bytes=" + SIZE + "-");
    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.headers()).contains("Content-Range: bytes */" + SIZE);
  }

  @Test
  void servesThePairAsOneLiveImage() throws IOException {
    byte[] initramfs = get("initramfs.img").body();
    byte[] rootfs = get("rootfs.img").body();
    byte[] live = Arrays.copyOf(initramfs, (initramfs.length + 3) / 4 * 4 + rootfs.length);
    System.arraycopy(rootfs, 0, live, live.length - rootfs.length, rootfs.length);
    HttpReply answer = get("live.img");
    assertThat(answer.body()).isEqualTo(live);
    assertThat(answer.headers())
        .anyMatch(line -> line.matches("ETag: \"[0-9a-f]{64}\""))
        .noneMatch(line -> line.startsWith("Repr-Digest:"));
  }

  @Test
  void keepsTheConnectionOpen() {
    Command.Result result =
        Command.run(
            List.of(
                "curl",
                "-sS",
                "--output",
                "/dev/null",
                "--output",
                "/dev/null",
                "--write-out",
                "%{http_code} %{num_connects}\n",
                SERVED.url("part.img"),
                SERVED.url("kernel")));
    assertThat(result.succeeded().out()).isEqualTo("200 1\n200 0\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "images/demo/1/no-such",
        "images/demo/2/kernel",
        "etc/passwd",
        "%2e%2e/%2e%2e/etc/passwd"
      })
  void answers404ForAnUnknownName(String name) {
    Command.Result result =
        Command.run(
            List.of(
                "curl",
                "-sS",
                "--path-as-is",
                "--output",
                "/dev/null",
                "--write-out",
                "%{http_code}",
                SERVED.server().http(name).toString()));
    assertThat(result.succeeded().out()).isIn("404", "400");
  }

  private record HttpReply(int status, List<String> headers, byte[] body) {}

  private static HttpReply get(String name, String... options) {
    Path headers = SERVED.path("headers");
    Path body = SERVED.path("body");
    List<String> line =
        new ArrayList<>(
            List.of(
                "curl", "-sS", "--dump-header", headers.toString(), "--output", body.toString()));
    line.addAll(List.of(options));
    line.add(SERVED.url(name));
    try {
      Files.write(body, new byte[0]);
      Command.run(line).succeeded();
      List<String> head = Files.readAllLines(headers);
      boolean isHead = List.of(options).contains("--head");
      return new HttpReply(
          Integer.parseInt(head.getFirst().split(" ")[1]),
          head.subList(1, head.size()),
          isHead ? new byte[0] : Files.readAllBytes(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
