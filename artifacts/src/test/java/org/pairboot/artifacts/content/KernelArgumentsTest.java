package org.pairboot.artifacts.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.artifacts.content.KernelArguments.Argument;
import org.pairboot.testing.Property;

class KernelArgumentsTest {
  @Test
  void quotesHoldBlanksTogether() {
    assertThat(texts("quiet  dyndbg=\"file foo.c +p\" \"a b=c d\" x"))
        .containsExactly("quiet", "dyndbg=\"file foo.c +p\"", "\"a b=c d\"", "x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "quiet|quiet|-",
        "a=b=c|a|b=c",
        "a=|a|``",
        "=a|=a|-",
        "=a=b|=a|b",
        "a=\"b c\"|a|b c",
        "\"a=b c\"|a|b c",
        "\"a b\"|a b|-",
        "a=\"\"|a|``",
        "a=b\"c d\"e|a|b\"c d\"e",
        "a=\"b\"c|a|b\"c",
        "\"a=\"b\"\"|a|b\"",
      })
  void namesAndValuesAreThoseThatTheKernelReads(String text, String name, String value) {
    Argument argument = KernelArguments.parse(text).all().getFirst();

    assertThat(argument.name()).isEqualTo(name);
    assertThat(argument.value()).isEqualTo(Optional.ofNullable(value));
  }

  @Test
  void removesByNameAndAsAWholeWhateverTheQuotes() {
    KernelArguments all =
        KernelArguments.parse(
            "quiet console=tty0 console=ttyS0 dyndbg=\"file a.c +p\" rd.break_x=1");

    assertThat(all.without(KernelArguments.parse("console=tty0 \"dyndbg=file a.c +p\"")))
        .hasToString("quiet console=ttyS0 rd.break_x=1");
    assertThat(all.without(KernelArguments.parse("console dyndbg rd.break-x")))
        .hasToString("quiet");
  }

  @Test
  void addsBeforeWhatIsForInit() {
    assertThat(KernelArguments.parse("a -- single").plus(KernelArguments.parse("b=\"c d\"")))
        .hasToString("a b=\"c d\" -- single");
    assertThat(KernelArguments.parse("a").plus(KernelArguments.parse("-- b")))
        .hasToString("a -- b");
  }

  @Test
  void namesTheQuoteThatHasNoEnd() {
    assertThat(KernelArguments.mistake("a=\"b c\"")).isEmpty();
    assertThat(KernelArguments.mistake("a=\"b\" c=\"d"))
        .contains("the quote at character 9 has no second one");
    assertThat(KernelArguments.parse("a=\"b c")).hasToString("a=\"b c\"");
  }

  @Test
  void printsWhatTheKernelReadsInTheSameWay() {
    Property.holds(draw -> {
      String text = draw.text("ab=\" \t-'\\$", 0, 30);
      KernelArguments parsed = KernelArguments.parse(text);

      assertThat(KernelArguments.parse(parsed.toString())).isEqualTo(parsed);
      assertThat(parsed.all().stream().map(KernelArgumentsTest::asKernelReads).toList())
          .isEqualTo(Kernel.read(parsed.toString()));
    });
  }

  @Test
  void writesEachNameAndValueAsOneArgument() {
    Property.holds(draw -> {
      String name = draw.text("ab-_.\" '", 1, 6);
      Optional<String> value = draw.optional(() -> draw.text("ab=\" '\\\n", 0, 9));
      Argument written = Argument.of(name, value);

      assertThat(Kernel.read("x " + written + " y")).hasSize(3).startsWith("x:-").endsWith("y:-");
      if (!(name + value.orElse("")).matches("(?s).*[\"\n].*")) {
        assertThat(asKernelReads(written)).isEqualTo(name + ":" + value.orElse("-"));
      }
    });
  }

  private static String asKernelReads(Argument argument) {
    return argument.name() + ":" + argument.value().orElse("-");
  }

  private static List<String> texts(String arguments) {
    return KernelArguments.parse(arguments).all().stream().map(Argument::text).toList();
  }

  /** The state machine of the kernel, on a buffer as there, and not divided as ours is. */
  private static final class Kernel {
    private final char[] buffer;
    private int next;

    private Kernel(String text) {
      buffer = (text + "\0").toCharArray();
    }

    static List<String> read(String text) {
      Kernel kernel = new Kernel(text);
      List<String> all = new ArrayList<>();
      kernel.skipBlanks();
      while (kernel.buffer[kernel.next] != 0) {
        all.add(kernel.nextArgument());
      }
      return all;
    }

    private void skipBlanks() {
      while (buffer[next] == ' ' || buffer[next] == '\t') {
        next++;
      }
    }

    private String nextArgument() {
      boolean quoted = buffer[next] == '"';
      int start = quoted ? next + 1 : next;
      boolean open = quoted;
      int equals = start;
      int end = start;
      while (buffer[end] != 0 && (open || buffer[end] != ' ' && buffer[end] != '\t')) {
        equals = equals == start && buffer[end] == '=' ? end : equals;
        open ^= buffer[end] == '"';
        end++;
      }
      boolean more = buffer[end] != 0;
      int value = equals + 1;
      buffer[end] = 0;
      if (equals > start) {
        buffer[equals] = 0;
        if (buffer[value] == '"') {
          value++;
          clearQuote(end - 1);
        }
      }
      if (quoted) {
        clearQuote(end - 1);
      }
      next = more ? end + 1 : end;
      skipBlanks();
      return text(start) + ":" + (equals > start ? text(value) : "-");
    }

    private void clearQuote(int at) {
      if (buffer[at] == '"') {
        buffer[at] = 0;
      }
    }

    private String text(int from) {
      int end = from;
      while (end < buffer.length && buffer[end] != 0) {
        end++;
      }
      return new String(buffer, Math.min(from, buffer.length), end - from);
    }
  }
}
