package org.pairboot.appliance.cli.command;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The subcommands, in the order in which help lists them. Reading the options of all of them takes
 * longer than many a command does, so only those are added that a command line can mean.
 */
final class Subcommands {
  private static final String COMPLETION = "generate-completion";

  /** Words that concern all subcommands. */
  private static final Set<String> ABOUT_ALL = Set.of(COMPLETION, "-h", "--help");

  /** Whole command lines that concern none. */
  private static final Set<List<String>> ABOUT_NONE = Set.of(List.of("--version"), List.of("-V"));

  private Subcommands() {}

  /**
   * @param command a class with annotations, or a description for the given root
   * @param names by which it is called
   */
  private record Entry(Function<PairbootCommand, Object> command, List<String> names) {
    Entry(Class<?> type, String... names) {
      this(root -> type, List.of(names));
    }
  }

  private static List<Entry> all() {
    return List.of(
        new Entry(ServeCommand::spec, List.of("serve")),
        new Entry(ImportCommand.class, "import"),
        new Entry(ImageCommands.ImagesCommand.class, "images"),
        new Entry(ImageCommands.ShowCommand.class, "show"),
        new Entry(VerifyCommand.class, "verify"),
        new Entry(ImageCommands.RemoveCommand.class, "remove"),
        new Entry(ChannelCommand.class, "channel"),
        new Entry(DefaultCommand.class, "default"),
        new Entry(GcCommand.class, "gc", "prune"),
        new Entry(ScrubCommand.class, "scrub"),
        new Entry(SplitCommand.class, "split"),
        new Entry(InspectCommand.class, "inspect"),
        new Entry(PlanCommand.class, "plan"),
        new Entry(NextBootCommand.class, "next-boot"),
        new Entry(BootCommands.BootsCommand.class, "boots"),
        new Entry(BootCommands.BootCommand.class, "boot"),
        new Entry(DhcpCommand.class, "dhcp"),
        new Entry(DoctorCommand.class, "doctor"),
        new Entry(CheckConfigCommand.class, "check-config"),
        new Entry(AutoComplete.GenerateCompletion.class, COMPLETION));
  }

  /**
   * Adds those whose names are among {@code args}; all of them if there is none or if somebody asks
   * for help, so that no message leaves one out.
   */
  static CommandLine addTo(PairbootCommand root, String... args) {
    CommandLine line = new CommandLine(root.spec());
    List<String> words = List.of(args);
    if (!ABOUT_NONE.contains(words)) {
      List<Entry> named =
          all().stream().filter(entry -> entry.names().stream().anyMatch(words::contains)).toList();
      // A word such as @FILE means the words in that file.
      boolean aboutAll =
          named.isEmpty()
              || words.stream().anyMatch(word -> ABOUT_ALL.contains(word) || word.startsWith("@"));
      (aboutAll ? all() : named).forEach(entry -> line.addSubcommand(entry.command().apply(root)));
    }
    addStandardOptions(List.of(line));
    return line;
  }

  /** {@code --help} and {@code --version}, which picocli would otherwise read from annotations. */
  private static void addStandardOptions(Collection<CommandLine> commands) {
    for (CommandLine command : commands) {
      CommandSpec spec = command.getCommandSpec();
      spec.versionProvider(() -> new String[] {"pairboot " + version()});
      if (spec.findOption("--help") == null) {
        spec.addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build());
      }
      // Some commands have a --version of their own: that of an image.
      if (spec.findOption("--version") == null) {
        spec.addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
      }
      addStandardOptions(command.getSubcommands().values());
    }
  }

  /** From the manifest of the jar. */
  private static String version() {
    return Optional.ofNullable(Subcommands.class.getPackage().getImplementationVersion())
        .orElse("(development)");
  }
}
