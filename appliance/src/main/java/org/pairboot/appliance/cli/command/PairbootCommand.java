package org.pairboot.appliance.cli.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Stack;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.serve.ServedState;
import org.pairboot.appliance.serve.ServerSettings;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.conf.Host;
import org.pairboot.conf.LoadedSettings;
import org.pairboot.conf.Settings;
import org.pairboot.conf.Settings.LogLevel;
import org.pairboot.conf.SettingsException;
import org.pairboot.conf.SettingsLoader;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/**
 * The root command, with the options that all subcommands share and what they open.
 *
 * <p>Its description is written by hand, and so is that of {@link ServeCommand}: picocli would read
 * it from annotations, and the JVM generates a class for each of those at every start. That took a
 * fifth of the time until a server answers.
 */
public final class PairbootCommand implements Runnable {
  private final Host host;
  private final Console console;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private final OptionSpec dataDir =
      shared("--data-dir", "DIR", "The directory in which images are stored.")
          .type(Path.class)
          .build();
  private final OptionSpec configFile =
      shared("--config", "FILE", "The settings file to read.").type(Path.class).build();
  private final List<String> overrides = new ArrayList<>();
  private final OptionSpec override =
      shared("--set", "KEY=VALUE", "Override a setting, such as log.level=debug; repeatable.")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .parameterConsumer(this::addOverride)
          .build();

  private PairbootCommand(Host host, Console console) {
    this.host = host;
    this.console = console;
    describe();
  }

  private void describe() {
    spec.name("pairboot");
    List.of(dataDir, configFile, override).forEach(spec::addOption);
    spec.usageMessage()
        .synopsisSubcommandLabel("COMMAND")
        .description(
            "Boots machines over the network from verified pairs of initramfs and rootfs.",
            "",
            "First steps:",
            "  pairboot import demo --kernel vmlinuz --initramfs live-initramfs.img",
            "  pairboot serve",
            "  pairboot dhcp --for dnsmasq",
            "")
        .footer(
            "",
            "Exit codes: 0 done; 1 the operation failed; 2 wrong usage or settings; 3 verification"
                + " failed.",
            "'pairboot COMMAND --help' explains a command.");
  }

  /** Picocli itself would forget those before the command if there are more after it. */
  private void addOverride(Stack<String> words, ArgSpec option, CommandSpec command) {
    if (words.isEmpty() || words.peek().startsWith("-")) {
      throw new MissingParameterException(
          command.commandLine(),
          option,
          "Missing required parameter for option '--set' (KEY=VALUE)");
    }
    overrides.add(words.pop());
  }

  private static OptionSpec.Builder shared(String name, String label, String description) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .description(description)
        .scopeType(ScopeType.INHERIT);
  }

  /**
   * The command line of the whole program, still without error handlers.
   *
   * @param args what will be parsed; without any, all subcommands are there
   */
  public static CommandLine commandLine(Host host, Console console, String... args) {
    return Subcommands.addTo(new PairbootCommand(host, console), args);
  }

  @Override
  public void run() {
    throw missingCommand(spec);
  }

  /** Prints the usage of a command that needs a subcommand, and returns what was wrong. */
  ParameterException missingCommand(CommandSpec command) {
    command.commandLine().usage(console.err());
    return new ParameterException(command.commandLine(), "a command is missing");
  }

  CommandSpec spec() {
    return spec;
  }

  Console console() {
    return console;
  }

  /** Sets a setting as {@code --set} does, for an option that is about it. */
  void override(String keyAndValue) {
    overrides.add(keyAndValue);
  }

  /** Reads the settings and applies their log level. */
  LoadedSettings loadSettings() throws SettingsException {
    LoadedSettings loaded = new SettingsLoader(host).load(given());
    setLogLevel(loaded.settings().logLevel());
    return loaded;
  }

  /** Like {@link #loadSettings}, for what concerns the server of the data directory. */
  ServerSettings loadServerSettings() throws SettingsException {
    ServerSettings loaded = ServerSettings.load(new SettingsLoader(host), given());
    setLogLevel(loaded.settings().logLevel());
    return loaded;
  }

  private SettingsLoader.CommandLine given() {
    return new SettingsLoader.CommandLine(
        Optional.ofNullable(configFile.getValue()),
        Optional.ofNullable(dataDir.getValue()),
        overrides);
  }

  /** Sets how much is logged; {@code LogSetup} defines where and in which format. */
  static void setLogLevel(LogLevel level) {
    if (LoggerFactory.getLogger("org.pairboot") instanceof Logger logger) {
      logger.setLevel(Level.valueOf(level.name()));
    }
  }

  /** The store, created if there is none, for a command that changes it. */
  static ImageStore openStore(Settings settings) throws StoreException {
    return ImageStore.open(settings.dataDir(), options());
  }

  /** The store, which must exist. */
  static ImageStore openExistingStore(Settings settings) throws StoreException {
    return ImageStore.openExisting(settings.dataDir(), options());
  }

  /** A script that fetches after a command gets what the command has changed. */
  private static ImageStore.Options options() {
    return ImageStore.Options.defaults().whenChanged(ServedState::await);
  }
}
