package org.pairboot.appliance.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.conf.file.FileException;
import org.pairboot.conf.file.HoconFile;
import org.pairboot.testing.Draw;
import org.pairboot.testing.Property;

/** What is read within limits is what the library reads without. */
class HoconFilePropertyTest {
  @TempDir private Path directory;

  @Test
  void readsEveryFileThatTheLibraryReads() {
    Property.tries(2000)
        .hold(draw -> {
          String text = section(draw, 3) + "from { a = 1, b = [ 2 ], \"q.r\" { c = \"x y\" } }\n";
          Config expected = ConfigFactory.parseString(text).resolve();
          assertThat(read(text).root().unwrapped()).isEqualTo(expected.root().unwrapped());
        });
  }

  @Test
  void readsOrRefusesAnyText() {
    Property.tries(4000)
        .hold(draw -> {
          String text = String.join("", draw.list(0, 40, () -> token(draw)));
          Optional<Config> expected = library(text);
          try {
            assertThat(Optional.of(read(text).root().unwrapped()))
                .isEqualTo(expected.map(config -> config.root().unwrapped()));
          } catch (FileException e) {
            // The library knows no directory for the file, in which 'include ""' would name it.
            boolean isLimit =
                Stream.of("refers to itself", "backslash", "not a regular file")
                    .anyMatch(limit -> e.getMessage().contains(limit));
            assertThat(expected.isEmpty() || isLimit).as(e.getMessage() + " in " + text).isTrue();
          }
        });
  }

  private static Optional<Config> library(String text) {
    try {
      return Optional.of(ConfigFactory.parseString(text).resolve());
    } catch (ConfigException | StackOverflowError e) {
      return Optional.empty();
    }
  }

  private static String token(Draw draw) {
    return draw.of(
        "{",
        "}",
        "[",
        "]",
        "=",
        ":",
        "+=",
        ",",
        "\n",
        " ",
        "\t",
        "\"",
        "\"\"\"",
        "\"x.y\"",
        "\"\\n\"",
        "${a}",
        "${?a.b}",
        "${?c}",
        "${",
        "a",
        "b",
        "c",
        ".",
        "#",
        "//",
        "/",
        "\\",
        "$",
        "@",
        "1",
        "-",
        "1e+5",
        "true",
        "null",
        "a=",
        "b {",
        "c=${?a}${?b}\n",
        "a=1\n",
        "b=${a} x\n",
        "\u00a0",
        "\ufeff",
        "\r\n",
        "include",
        "+",
        "?",
        "(",
        ")",
        "é",
        "a:1,");
  }

  private static String section(Draw draw, int depth) {
    StringBuilder text = new StringBuilder();
    for (String field : draw.list(0, 5, () -> field(draw, depth))) {
      text.append(field).append(draw.of("\n", ",", "\n\n", " # a = {\n", " // }\n", ",\n"));
    }
    return text.toString();
  }

  private static String field(Draw draw, int depth) {
    String key = draw.of("a", "b", "c d", "\"q.r\"", "a.b", "a . b", "b.c.\"x y\"", "1", "2.5");
    if (depth > 0 && draw.bool()) {
      String inside = "{" + draw.of("", "\n", " ") + section(draw, depth - 1) + "}";
      return key + draw.of(" ", " = ", ":", "\n", "=\n") + inside;
    }
    return key + draw.of("=", " : ", " =\n", " = # x\n") + value(draw, depth);
  }

  private static String value(Draw draw, int depth) {
    return switch (draw.between(0, 8)) {
      case 0 -> "plain words";
      case 1 -> "\"quoted = ${a} { \\\" \"";
      case 2 -> "\"\"\"three \" quotes\n} \\\"\"\"\"";
      case 3 -> "${?" + draw.of("from.a", "from.b", "from.\"q.r\"", "none", "from") + "}";
      case 4 -> "x ${?zz} y/z";
      case 5 -> "[ 1, " + (depth > 0 ? value(draw, depth - 1) : "2") + "\n 3 ]";
      case 6 -> depth > 0 ? "[ { " + section(draw, depth - 1) + "} ]" : "[]";
      case 7 -> draw.of("1e+5", "-3", "10.5.0.1", "52-54-00", "true", "null", "/usr/lib");
      default -> "10 MiB";
    };
  }

  private Config read(String text) throws Exception {
    Path file = Files.writeString(directory.resolve("x.conf"), text);
    return HoconFile.read(file, HoconFile.Texts.DISK).resolved(file);
  }
}
