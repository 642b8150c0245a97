import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.pairboot.appliance.cli.Program;
import org.pairboot.conf.Host;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * Generates the texts of a package from the commands themselves: manual pages as AsciiDoc, and
 * completion scripts for bash and fish.
 *
 * <p>Arguments: the page of settings in Markdown, and the directory to write to.
 */
final class Texts {
  private static final String NOT_IN = "__fish_use_subcommand";

  public static void main(String[] arguments) throws IOException {
    Path output = Path.of(arguments[1]);
    CommandLine root = Program.commandLine(Host.current(), System.out, System.err);
    Path pages = Files.createDirectories(output.resolve("asciidoc"));
    manualPages(root.getCommandSpec(), pages);
    Files.writeString(
        pages.resolve("pairboot.conf.adoc"), settings(Files.readAllLines(Path.of(arguments[0]))));
    Path completion = Files.createDirectories(output.resolve("completion"));
    Files.writeString(completion.resolve("pairboot.bash"), AutoComplete.bash("pairboot", root));
    Files.writeString(completion.resolve("pairboot.fish"), fish(root.getCommandSpec()));
  }

  private static void manualPages(CommandSpec root, Path pages) throws IOException {
    PrintStream out = System.out;
    System.setOut(new PrintStream(PrintStream.nullOutputStream()));
    try {
      int exitCode =
          ManPageGenerator.generateManPage(pages.toFile(), null, new boolean[0], true, root);
      if (exitCode != 0) {
        throw new IOException("cannot generate manual pages: exit code " + exitCode);
      }
    } finally {
      System.setOut(out);
    }
  }

  /** The page of settings as AsciiDoc; it differs from the Markdown only in its headings. */
  private static String settings(List<String> markdown) {
    StringBuilder page =
        new StringBuilder(
            """
            = pairboot.conf(5)
            :doctype: manpage
            :manmanual: Pairboot Manual
            :mansource: Pairboot
            :man-linkstyle: pass:[blue R < >]
            :!replacements:

            == Name

            pairboot.conf - settings of pairboot

            == Synopsis

            */etc/pairboot/pairboot.conf*

            *~/.config/pairboot/pairboot.conf*

            == Description

            The first of these files that exists is read: the user's own, then the system's. Its format is HOCON: JSON with
            comments, without most of the quotes. Durations are written 500ms, 30s, 5m; sizes 64KiB, 1MiB. Names of files
            that are pages, such as packaging/docs/plans.md, lie in */usr/share/doc/pairboot*.

            """);
    markdown.stream()
        .skip(1)
        .map(line -> line.replaceFirst("^###", "===").replaceFirst("^##", "=="))
        .map(line -> line.replace("\\<", "<"))
        .forEach(line -> page.append(line).append('\n'));
    return page.append("\n== See also\n\n*pairboot*(1), *pairboot-check-config*(1)\n").toString();
  }

  private static String fish(CommandSpec root) {
    List<String> lines = new ArrayList<>();
    lines.add("# Completion of pairboot for fish.");
    root.subcommands()
        .forEach((name, command) -> {
          lines.add(rule(NOT_IN) + " -f -a " + name + describe(command.getCommandSpec()));
          String within = "__fish_seen_subcommand_from " + name;
          command
              .getSubcommands()
              .keySet()
              .forEach(sub -> lines.add(rule(within) + " -f -a " + sub));
          options(command.getCommandSpec(), within, lines);
        });
    options(root, NOT_IN, lines);
    return String.join("\n", lines) + "\n";
  }

  private static void options(CommandSpec command, String condition, List<String> lines) {
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        StringBuilder line = new StringBuilder(rule(condition));
        for (String name : option.names()) {
          line.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
        }
        if (option.arity().max() > 0) {
          line.append(takesFile(option) ? " -r -F" : " -x").append(values(option));
        }
        lines.add(line + quoted(" -d ", option.description()));
      }
    }
  }

  private static boolean takesFile(OptionSpec option) {
    return option.type() == Path.class
        || option.type() == File.class
        || option.auxiliaryTypes()[0] == Path.class
        || option.paramLabel().contains("FILE");
  }

  private static String values(ArgSpec option) {
    if (!option.type().isEnum()) {
      return "";
    }
    List<String> names = new ArrayList<>();
    for (Object constant : option.type().getEnumConstants()) {
      names.add(constant.toString().toLowerCase(Locale.ROOT).replace("_", "-"));
    }
    return " -a '" + String.join(" ", names) + "'";
  }

  private static String rule(String condition) {
    return "complete -c pairboot -n '" + condition + "'";
  }

  private static String describe(CommandSpec command) {
    return quoted(" -d ", command.usageMessage().description());
  }

  /** The first sentence; a menu has no room for more. */
  private static String quoted(String option, String[] description) {
    String text = Arrays.stream(description).collect(Collectors.joining(" ")).strip();
    int end = text.indexOf(". ");
    String sentence =
        (end < 0 ? text : text.substring(0, end)).replaceFirst("\\.$", "").replace("%n", " ");
    return option + "'" + sentence.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
