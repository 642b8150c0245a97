package org.pairboot.conf.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HoconFileTest {
  @TempDir private Path directory;

  @Test
  void readsWhatTheLibraryReads() throws Exception {
    Config read =
        read(
            """
            # a comment
            a.b = ${c}suffix // another
            c = "x,{}:=" , "d.e" { f = [ 1, 2, { g = ${c} } ]
              h = \"""three "quotes\"" \""" }
            list = [ 1 ]
            list += 2
            i = ${c} { j = 1 }
            path = /usr/bin:/bin
            """
                .replace("/usr/bin:/bin", "/usr/bin")
                .replace("i = ${c} {", "i = {"));

    assertThat(read.getString("a.b")).isEqualTo("x,{}:=suffix");
    assertThat(read.getIntList("list")).containsExactly(1, 2);
    assertThat(read.getString("\"d.e\".h")).isEqualTo("three \"quotes\"\" ");
  }

  @Test
  void refusesSubstitutionsThatMultiply() throws Exception {
    String doubling =
        IntStream.range(0, 40)
            .mapToObj(i -> "x%d = ${x%d}${x%d}".formatted(i + 1, i, i))
            .collect(Collectors.joining("\n", "x0 = aaaaaaaaaa\n", "\n"));
    assertThat(problems(doubling)).singleElement().asString().contains("too much text");
    assertThat(problems("x = a\n" + "x = ${x}${x}\n".repeat(40)))
        .singleElement()
        .asString()
        .contains("too much text");
    String sections =
        IntStream.range(0, 40)
            .mapToObj(i -> "x%d { a = ${x%d}, b = ${x%d} }".formatted(i + 1, i, i))
            .collect(Collectors.joining("\n", "x0 = a\n", "\n"));
    assertThat(problems(sections)).singleElement().asString().contains("too much text");
  }

  @Test
  void refusesSubstitutionsThatMultiplyAcrossIncludedFiles() throws Exception {
    for (int i = 1; i <= 40; i++) {
      Files.writeString(
          directory.resolve("x" + i),
          "include \"x%d\"\nx%d = ${x%d}${x%d}\n".formatted(i - 1, i, i - 1, i - 1));
    }
    Files.writeString(directory.resolve("x0"), "x0 = aaaaaaaaaa");
    assertThat(problems("section { include x40 }".replace("x40", "\"x40\"")))
        .singleElement()
        .asString()
        .contains("too much text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x{a:", "[", "a.", "a{b="})
  void refusesWhatIsTooDeep(String opening) throws Exception {
    assertThat(problems("a = 1\n" + (opening.equals("[") ? "x = " : "") + opening.repeat(100_000)))
        .singleElement()
        .asString()
        .contains(directory.resolve("test.conf") + ":2");
  }

  @Test
  void refusesWhatTakesTheLibraryTooLong() throws Exception {
    assertThat(problems("x = " + "a ".repeat(1_000_000)))
        .singleElement()
        .asString()
        .contains("takes too long");
    String paths =
        IntStream.range(0, 100_000)
            .mapToObj(i -> "machines.n" + i + " = 1\n")
            .collect(Collectors.joining());
    assertThat(problems(paths)).singleElement().asString().contains("takes too long");
  }

  @Test
  void refusesLongChainsOfSubstitutions() throws Exception {
    String chain =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "x%d = ${x%d}".formatted(i, i + 1))
            .collect(Collectors.joining("\n"));
    assertThat(problems(chain)).singleElement().asString().contains("substitutions");
    assertThat(problems("x = [ 1 ]\n" + "x += 1\n".repeat(10_000)))
        .singleElement()
        .asString()
        .contains("continued");
  }

  @Test
  void readsALargeFleet() throws Exception {
    String machines =
        IntStream.range(0, 10_000)
            .mapToObj(
                i -> "n%d = ${common} { mac = \"52:54:00:00:00:01\", rack = %d }\n".formatted(i, i))
            .collect(Collectors.joining());
    Config read = read("common { console = \"ttyS0\" }\nmachines {\n" + machines + "}\n");
    assertThat(read.getObject("machines")).hasSize(10_000);
    assertThat(read.getString("machines.n77.console")).isEqualTo("ttyS0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include url(\"http://192.0.2.1/x\")",
        "include classpath(\"reference.conf\")",
        "a { include required(url(\"http://192.0.2.1/x\")) }",
        "include package(\"x\", \"y\")"
      })
  void includesFilesOnly(String text) throws Exception {
    assertThat(problems("\n" + text))
        .singleElement()
        .asString()
        .contains(":2: only files can be included");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../other.inc", "link.inc"})
  void includesNothingOutsideTheDirectory(String name) throws Exception {
    Path inside = Files.createDirectory(directory.resolve("inside"));
    Files.writeString(directory.resolve("other.inc"), "a = 1");
    Files.createSymbolicLink(inside.resolve("link.inc"), directory.resolve("other.inc"));
    Path file = Files.writeString(inside.resolve("x.conf"), "\ninclude \"" + name + "\"");
    assertThat(catchThrowableOfType(FileException.class, () -> HoconFile.read(file, DISK)))
        .hasMessageStartingWith(file + ":2: include: ")
        .hasMessageContaining("only files there can be included");
  }

  @Test
  void includesAFileOfTheDirectoryAndNamesItsLines() throws Exception {
    Path other = Files.writeString(directory.resolve("other.inc"), "\nb = ${c}, c = 2");
    Config read = read("a { include \"other.inc\" }\ninclude \"absent\"");
    assertThat(read.getInt("a.b")).isEqualTo(2);
    assertThat(HoconFile.place(read.getValue("a.c").origin())).isEqualTo(other + ":2");
    assertThat(HoconFile.file(read.getValue("a.c").origin())).isEqualTo(other.toString());
    assertThat(problems("include required(\"absent\")"))
        .singleElement()
        .asString()
        .contains("no such file");
  }

  @Test
  void endsWhereAFileIncludesItself() throws Exception {
    assertThat(problems("include \"test.conf\"")).first().asString().contains("more than");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mac = 52:54:00:12:34:56 | 52:54:00:12:34:56",
        "a { select { mac=52:54:00:12:34:56, x = 1 } } | 52:54:00:12:34:56",
        "a : [ 52:54:00:12:34:56 ] | 52:54:00:12:34:56",
        "listen = 127.0.0.1:6969 | 127.0.0.1:6969",
        "image = fcos@stable | fcos@stable",
        "url = http://192.0.2.9/x?y | http://192.0.2.9/x?y",
        "machines { 52:54:00:12:34:56 { a = 1 } } | 52:54:00:12:34:56",
        "a = *.conf | *.conf",
      })
  void saysWhatNeedsQuotes(String text, String word) throws Exception {
    assertThat(problems("ok = 1\n" + text))
        .containsExactly(directory.resolve("test.conf") + ":2: quote it: \"" + word + "\"");
  }

  @Test
  void namesTheLinesOfWhatIsDefinedTwice() throws Exception {
    HoconFile file =
        HoconFile.read(
            write(
                """
                machines {
                  a { x = 1, x = 2 }
                  b = 1
                }
                machines.a { y = ${machines.a.x}, z = 1, z = ${machines.a.z} }
                list = [ { a = 1 }, { a = 2 } ]
                machines { c = 1 }
                """),
            DISK);
    String prefix = directory.resolve("test.conf") + ":";
    assertThat(file.repeated())
        .containsExactlyInAnyOrder(
            new HoconFile.Repeated(List.of("machines", "a", "x"), prefix + 2, prefix + 2, false),
            new HoconFile.Repeated(List.of("machines", "a"), prefix + 5, prefix + 2, true),
            new HoconFile.Repeated(List.of("machines"), prefix + 7, prefix + 1, true));
  }

  @Test
  void readsRegularFilesOfLimitedSizeOnly() throws Exception {
    Path fifo = directory.resolve("fifo.conf");
    new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
    assertThat(catchThrowableOfType(FileException.class, () -> HoconFile.read(fifo, DISK)))
        .hasMessage(fifo + ": not a regular file");
    assertThat(problems("#".repeat(17 << 20)))
        .singleElement()
        .asString()
        .contains("larger than 16 MiB");
    Path binary = Files.write(directory.resolve("x.conf"), new byte[] {'\n', (byte) 0xff});
    assertThat(catchThrowableOfType(FileException.class, () -> HoconFile.read(binary, DISK)))
        .hasMessageStartingWith(binary + ":2: not valid UTF-8");
  }

  private static final HoconFile.Texts DISK = HoconFile.Texts.DISK;

  private Path write(String text) throws Exception {
    return Files.writeString(directory.resolve("test.conf"), text);
  }

  private Config read(String text) throws Exception {
    Path file = write(text);
    return HoconFile.read(file, DISK).resolved(file);
  }

  private List<String> problems(String text) throws Exception {
    return catchThrowableOfType(FileException.class, () -> read(text)).problems().stream()
        .map(FileException.Problem::toString)
        .toList();
  }
}
