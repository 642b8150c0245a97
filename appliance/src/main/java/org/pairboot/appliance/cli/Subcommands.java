package org.pairboot.appliance.cli;

import java.util.List;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;

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
   * @param names by which its annotation has it called
   */
  private record Subcommand(Class<?> type, List<String> names) {
    Subcommand(Class<?> type, String... names) {
      this(type, List.of(names));
    }
  }

  private static List<Subcommand> all() {
    return List.of(
        new Subcommand(ServeCommand.class, "serve"),
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
  static CommandLine addTo(CommandLine root, String... args) {
    List<String> words = List.of(args);
    if (ABOUT_NONE.contains(words)) {
      return root;
    }
    List<Subcommand> named =
        all().stream()
            .filter(command -> command.names().stream().anyMatch(words::contains))
            .toList();
    // A word such as @FILE stands for words that are in a file.
    boolean aboutAll =
        named.isEmpty()
            || words.stream().anyMatch(word -> ABOUT_ALL.contains(word) || word.startsWith("@"));
    (aboutAll ? all() : named).forEach(command -> root.addSubcommand(command.type()));
    return root;
  }
}
