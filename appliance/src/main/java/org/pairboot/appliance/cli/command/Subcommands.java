package org.pairboot.appliance.cli.command;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/**
 * The subcommands in the order in which help lists them. Reading the options of all of them takes
 * longer than many a command, so only those are added that a command line can mean.
 */
final class Subcommands {
  private static final String COMPLETION = "generate-completion";

  /** What speaks about all of them. */
  private static final Set<String> ABOUT_ALL = Set.of(COMPLETION, "-h", "--help");

  /** Whole lines that speak about none. */
  private static final Set<List<String>> ABOUT_NONE = Set.of(List.of("--version"), List.of("-V"));

  private Subcommands() {}

  /**
   * @param command a class with annotations, or a description, for the given root
   * @param names by which it is called
   */
  private record Subcommand(Function<PairbootCommand, Object> command, List<String> names) {
    Subcommand(Class<?> type, String... names) {
      this(root -> type, List.of(names));
    }
  }

  private static List<Subcommand> all() {
    return List.of(
        new Subcommand(ServeCommand::spec, List.of("serve")),
        new Subcommand(ImportCommand.class, "import"),
        new Subcommand(ImagesCommand.class, "images"),
        new Subcommand(ShowCommand.class, "show"),
        new Subcommand(VerifyCommand.class, "verify"),
        new Subcommand(RemoveCommand.class, "remove"),
        new Subcommand(ChannelCommand.class, "channel"),
        new Subcommand(GcCommand.class, "gc", "prune"),
        new Subcommand(ScrubCommand.class, "scrub"),
        new Subcommand(SplitCommand.class, "split"),
        new Subcommand(InspectCommand.class, "inspect"),
        new Subcommand(PlanCommand.class, "plan"),
        new Subcommand(NextBootCommand.class, "next-boot"),
        new Subcommand(DhcpCommand.class, "dhcp"),
        new Subcommand(DoctorCommand.class, "doctor"),
        new Subcommand(CheckConfigCommand.class, "check-config"),
        new Subcommand(AutoComplete.GenerateCompletion.class, COMPLETION));
  }

  /**
   * Adds those whose names are among {@code args}; all, where none is or somebody asks for help, so
   * that no message leaves one out.
   */
  static CommandLine addTo(PairbootCommand root, String... args) {
    CommandLine line = new CommandLine(root.spec());
    List<String> words = List.of(args);
    if (ABOUT_NONE.contains(words)) {
      return line;
    }
    List<Subcommand> named =
        all().stream()
            .filter(command -> command.names().stream().anyMatch(words::contains))
            .toList();
    // A word such as @FILE stands for words that are in a file.
    boolean aboutAll =
        named.isEmpty()
            || words.stream().anyMatch(word -> ABOUT_ALL.contains(word) || word.startsWith("@"));
    (aboutAll ? all() : named)
        .forEach(command -> line.addSubcommand(command.command().apply(root)));
    tellVersion(line.getSubcommands().values(), root.spec().versionProvider());
    return line;
  }

  private static void tellVersion(Collection<CommandLine> commands, IVersionProvider provider) {
    for (CommandLine command : commands) {
      command.getCommandSpec().versionProvider(provider);
      tellVersion(command.getSubcommands().values(), provider);
    }
  }
}
