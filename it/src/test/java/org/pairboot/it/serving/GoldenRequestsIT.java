package org.pairboot.it.serving;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.FirstPackets;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.Repository;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.Tools;

/** Real clients send what the golden table of module tftp says. */
class GoldenRequestsIT {
  private static final String DIRECTORY = "images/golden/1/";
  private static final Pattern FILE_BYTES = Pattern.compile("\\{(\\d+)}");

  /** Command lines by the names in the table; {@code NAME} is replaced by the file's name. */
  private static final Map<String, List<String>> COMMANDS =
      Map.ofEntries(
          entry("tftp -m binary", tftp("binary")),
          entry("tftp -m ascii", tftp("ascii")),
          entry("atftp", atftp()),
          entry("atftp --option blksize+windowsize", atftp("blksize 1428", "windowsize 8")),
          entry(
              "atftp --option tsize+timeout+blksize+windowsize",
              atftp("tsize 0", "timeout 3", "blksize 1428", "windowsize 16")),
          entry("curl", curl()),
          entry("curl --head", curl("--head")),
          entry("curl --tftp-blksize 1428", curl("--tftp-blksize", "1428")),
          entry("curl --tftp-no-options", curl("--tftp-no-options")),
          entry("busybox tftp -g", busybox()),
          entry("busybox tftp -g -b 1428", busybox("-b", "1428")));

  @TempDir private static Path directory;

  private static PairbootServer server;

  private static List<String> tftp(String mode) {
    return List.of("tftp", "-m", mode, "127.0.0.1", "PORT", "-c", "get", "NAME", "/dev/null");
  }

  private static List<String> atftp(String... options) {
    Stream<String> more = Stream.of(options).flatMap(option -> Stream.of("--option", option));
    return Stream.of(
            Stream.of("atftp", "--get", "--remote-file", "NAME", "--local-file", "/dev/null"),
            more,
            Stream.of("127.0.0.1", "PORT"))
        .flatMap(words -> words)
        .toList();
  }

  private static List<String> curl(String... options) {
    return Stream.of(
            Stream.of("curl", "-sS", "-o", "/dev/null"),
            Stream.of(options),
            Stream.of("tftp://127.0.0.1:PORT/NAME"))
        .flatMap(words -> words)
        .toList();
  }

  private static List<String> busybox(String... options) {
    return Stream.of(
            Stream.of("busybox", "tftp", "-g", "-r", "NAME", "-l", "/dev/null"),
            Stream.of(options),
            Stream.of("127.0.0.1", "PORT"))
        .flatMap(words -> words)
        .toList();
  }

  @BeforeAll
  static void serve() throws IOException {
    List<Path> files =
        List.of(
            Files.write(directory.resolve("0"), content(0)),
            Files.write(directory.resolve("300"), content(300)),
            Files.write(directory.resolve("42000"), content(42_000)));
    Path dataDir = directory.resolve("data");
    new Cli(dataDir)
        .importImage(
            "golden", TestImage.write(directory.resolve("image"), "1", 1000).withExtras(files));
    server = PairbootServer.serve(dataDir);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Text that netascii does not change. */
  private static byte[] content(int size) {
    return "golden ".repeat(size / 7 + 1).substring(0, size).getBytes(StandardCharsets.US_ASCII);
  }

  static Stream<Arguments> rows() throws IOException {
    List<Arguments> rows =
        Files.readAllLines(Repository.goldenRequests()).stream()
            .map(line -> line.split("; *"))
            .filter(fields -> COMMANDS.containsKey(fields[0]))
            .map(fields -> Arguments.of((Object[]) fields))
            .toList();
    assertThat(rows).hasSizeGreaterThanOrEqualTo(COMMANDS.size());
    return rows.stream();
  }

  @ParameterizedTest(name = "{0}, {1} bytes")
  @MethodSource("rows")
  void sendsWhatTheTableSays(String client, String size, String request, String answer) {
    List<String> command =
        COMMANDS.get(client).stream().map(word -> word.replace("NAME", DIRECTORY + size)).toList();
    Tools.need(command.getFirst() + ":see it/run");
    FirstPackets words = FirstPackets.between(command, server);
    assertThat(words.request()).as("request").isEqualTo(text(request, size));
    assertThat(words.answer()).as("answer").isEqualTo(text(answer, size));
  }

  private static String text(String golden, String size) {
    String file = new String(content(Integer.parseInt(size)), StandardCharsets.US_ASCII);
    Matcher matcher = FILE_BYTES.matcher(golden.replace('|', '\0').translateEscapes());
    return matcher.replaceAll(
        found -> Matcher.quoteReplacement(file.substring(0, Integer.parseInt(found.group(1)))));
  }
}
