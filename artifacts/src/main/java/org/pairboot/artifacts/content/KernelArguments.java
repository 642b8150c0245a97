package org.pairboot.artifacts.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.text.PercentEncoding;
import org.pairboot.artifacts.text.PrintableText;

/**
 * Kernel arguments, divided as the kernel divides them: at blanks, but not at those between double
 * quotes. The rules are those of {@code next_arg()} in Linux' {@code lib/cmdline.c}. Immutable and
 * thread-safe.
 */
public record KernelArguments(List<Argument> all) {
  public static final KernelArguments NONE = new KernelArguments(List.of());

  /** What follows it is for init and not for the kernel. */
  private static final Argument REST_FOR_INIT = new Argument("--");

  public KernelArguments {
    all = List.copyOf(all);
  }

  /**
   * One argument.
   *
   * @param text as it is written, with its quotes; no blank is outside of them
   */
  public record Argument(String text) {
    /**
     * The argument that gives the kernel {@code name} and {@code value}. Quotes are added where
     * that takes some; if no quotes can help, the blanks and quotes are percent-encoded.
     */
    static Argument of(String name, Optional<String> value) {
      return Stream.of(
              name + value.map(v -> "=" + v).orElse(""),
              name + value.map(v -> "=\"" + v + '"').orElse(""),
              '"' + name + value.map(v -> "=" + v).orElse("") + '"')
          .map(Argument::new)
          .filter(form -> form.isWhole() && form.name().equals(name) && form.value().equals(value))
          .findFirst()
          .orElseGet(() ->
              new Argument(
                  PercentEncoding.ofDelimiters(name)
                      + value.map(v -> "=" + PercentEncoding.ofDelimiters(v)).orElse("")));
    }

    private boolean isWhole() {
      return PrintableText.isPrintable(text)
          && mistake(text).isEmpty()
          && parse(text).all().equals(List.of(this));
    }

    /** What is before the equals sign, as the kernel has it. */
    public String name() {
      int equals = equals();
      String name = equals > 0 ? unquoted().substring(0, equals) : unquoted();
      return equals > 0 ? name : withoutLastQuote(name);
    }

    /** What follows the equals sign, as the kernel reads it; empty if there is none. */
    public Optional<String> value() {
      int equals = equals();
      if (equals <= 0) {
        return Optional.empty();
      }
      String value = unquoted().substring(equals + 1);
      String whole = withoutLastQuote(value);
      return Optional.of(
          whole.startsWith("\"") ? withoutEnd(whole.substring(1), whole.equals(value)) : whole);
    }

    /** The kernel does not look for an equals sign at the very beginning. */
    private int equals() {
      return unquoted().indexOf('=', 1);
    }

    private String unquoted() {
      return text.startsWith("\"") ? text.substring(1) : text;
    }

    /** The end of a quote that the argument begins with. */
    private String withoutLastQuote(String part) {
      return text.startsWith("\"") ? withoutEnd(part, true) : part;
    }

    private static String withoutEnd(String part, boolean may) {
      return may && part.endsWith("\"") ? part.substring(0, part.length() - 1) : part;
    }

    /**
     * Whether both are the same to the kernel, for which dashes and underscores are one in names.
     */
    boolean isSameAs(Argument other) {
      return isNamed(other.name()) && value().equals(other.value());
    }

    /** Whether it has that name, with dashes or underscores. */
    public boolean isNamed(String wanted) {
      return name().replace('-', '_').equals(wanted.replace('-', '_'));
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Divides {@code text}. A quote that has no end gets one at the end of the text. */
  public static KernelArguments parse(String text) {
    List<Argument> all = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (!quoted && isBlank(c)) {
        add(current, all);
      } else {
        current.append(c);
      }
    }
    add(quoted ? current.append('"') : current, all);
    return new KernelArguments(all);
  }

  private static void add(StringBuilder current, List<Argument> all) {
    if (!current.isEmpty()) {
      all.add(new Argument(current.toString()));
      current.setLength(0);
    }
  }

  /** The kernel's isspace() in ASCII. */
  private static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /**
   * What is wrong with arguments that somebody wrote, to end a sentence; empty when nothing is. It
   * is an error there, because it would swallow every argument that is added after it.
   */
  public static Optional<String> mistake(String text) {
    return text.chars().filter(c -> c == '"').count() % 2 == 0
        ? Optional.empty()
        : Optional.of(
            "the quote at character " + (text.lastIndexOf('"') + 1) + " has no second one");
  }

  /** With others after them, but before what is for init and not for the kernel. */
  public KernelArguments plus(KernelArguments more) {
    int end = all.indexOf(REST_FOR_INIT);
    int at = end < 0 ? all.size() : end;
    return new KernelArguments(
        Stream.of(all.subList(0, at), more.all(), all.subList(at, all.size()))
            .flatMap(List::stream)
            .toList());
  }

  /** Without the mark for init, if nothing follows it. */
  public KernelArguments withoutMarkAtEnd() {
    return !all.isEmpty() && all.getLast().equals(REST_FOR_INIT)
        ? new KernelArguments(all.subList(0, all.size() - 1))
        : this;
  }

  /** Without those that {@code removed} names, and those that are in it as a whole. */
  public KernelArguments without(KernelArguments removed) {
    return new KernelArguments(
        all.stream()
            .filter(argument ->
                removed.all().stream()
                    .noneMatch(unwanted ->
                        unwanted.isSameAs(argument)
                            || (unwanted.value().isEmpty() && argument.isNamed(unwanted.name()))))
            .toList());
  }

  /** Whether there is one of that name. */
  public boolean has(String name) {
    return all.stream().anyMatch(argument -> argument.isNamed(name));
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** One line, which the kernel reads as these arguments. */
  @Override
  public String toString() {
    return all.stream().map(Argument::text).collect(Collectors.joining(" "));
  }
}
