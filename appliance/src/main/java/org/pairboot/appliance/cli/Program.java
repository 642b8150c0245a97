package org.pairboot.appliance.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.pairboot.appliance.cli.command.ExitCode;
import org.pairboot.appliance.cli.command.ExitCode.UsageException;
import org.pairboot.appliance.cli.command.PairbootCommand;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.InvalidNameException;
import org.pairboot.conf.Host;
import org.pairboot.conf.SettingsException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * The program: runs one command line and turns whatever goes wrong into a message and an exit code.
 */
public final class Program {
  private Program() {}

  /** Runs one command line and returns its exit code; never throws for a user's mistake. */
  public static int run(String[] args, Host host, PrintStream out, PrintStream err) {
    return commandLine(host, out, err, args).execute(args);
  }

  /**
   * The command line itself, for {@link #run} and for what describes it, such as the generator of
   * the manual pages.
   *
   * @param args what will be parsed; without any, all subcommands are there
   */
  public static CommandLine commandLine(
      Host host, PrintStream out, PrintStream err, String... args) {
    Console console = new Console(out, err);
    return PairbootCommand.commandLine(host, console, args)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler((mistake, words) -> explain(mistake))
        .setExecutionExceptionHandler((failure, commandLine, parsed) -> explain(failure, console));
  }

  private static int explain(CommandLine.ParameterException mistake) {
    CommandLine commandLine = mistake.getCommandLine();
    PrintWriter err = commandLine.getErr();
    err.println("pairboot: " + mistake.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(mistake, err);
    err.println("Try '" + commandLine.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  private static int explain(Exception failure, Console console) {
    String message = message(failure);
    if (message.isEmpty()) {
      LoggerFactory.getLogger(Program.class)
          .error("internal error; please report it with the stack trace below", failure);
    } else {
      message.lines().forEach(line -> console.say("pairboot: " + line));
    }
    return ExitCode.of(failure);
  }

  /** The message for the user, or empty for a bug of ours, which deserves its stack trace. */
  private static String message(Exception failure) {
    return switch (failure) {
      case NoSuchFileException e -> "no such file: " + e.getFile();
      case AccessDeniedException e -> "permission denied: " + e.getFile();
      case FileAlreadyExistsException e -> "already exists: " + e.getFile();
      case FileSystemException e when e.getReason() != null -> e.getReason() + ": " + e.getFile();
      case StoreException e -> e.getMessage() + remedy(e.kind());
      case IOException e when e.getMessage() != null -> e.getMessage();
      case SettingsException e -> e.getMessage();
      case UsageException e -> e.getMessage();
      case InvalidNameException e -> e.getMessage();
      case ImportException e -> e.getMessage();
      default -> "";
    };
  }

  /** The command or option for the remedy that the store, which does not know any, suggests. */
  private static String remedy(StoreException.Kind kind) {
    return switch (kind) {
      case NO_STORE -> " ('pairboot import', --data-dir)";
      case NOT_A_STORE, NEWER_STORE, NOT_WRITABLE -> " (--data-dir)";
      case NAME_TAKEN -> " ('pairboot channel')";
      default -> "";
    };
  }
}
