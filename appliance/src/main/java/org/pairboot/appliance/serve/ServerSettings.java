package org.pairboot.appliance.serve;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.conf.HostPort;
import org.pairboot.conf.HttpSettings;
import org.pairboot.conf.LoadedSettings;
import org.pairboot.conf.LoadedSettings.EffectiveSetting;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;
import org.pairboot.conf.SettingsLoader;
import org.pairboot.conf.SettingsLoader.CommandLine;
import org.pairboot.conf.TftpSettings;

/**
 * The settings with which a command speaks of the server of a data directory: the settings file and
 * the addresses of the running one, and without one, what a server of this user would have.
 * Immutable.
 *
 * @param given what the command line and the settings file say
 * @param loaded the same, with the addresses of the running server
 * @param server the running one, if there is one
 */
public record ServerSettings(
    LoadedSettings given, LoadedSettings loaded, Optional<RunningServer> server) {

  private static final int FIRST_UNPRIVILEGED = 1024;

  /**
   * A setting of the file that the running server does not have.
   *
   * @param given the setting
   * @param running what the server has instead, as the file would say it
   */
  public record Difference(EffectiveSetting given, String running) {
    /** For people, to follow the name of the setting. */
    public String words(RunningServer server) {
      return "is %s in %s, but %s has %s; it reads that setting when it starts"
          .formatted(given.value(), given.place(), server, running);
    }
  }

  /**
   * Loads the settings, from the settings file of the running server unless another is given.
   *
   * @throws SettingsException with all mistakes
   */
  public static ServerSettings load(SettingsLoader loader, CommandLine commandLine)
      throws SettingsException {
    LoadedSettings own = loader.load(commandLine);
    Path dataDir = own.settings().dataDir();
    Optional<RunningServer> found = RunningServer.find(dataDir);
    if (found.isEmpty()) {
      return new ServerSettings(own, own, found);
    }
    RunningServer server = found.get();
    // Without one, the server would read the file that is there now when it starts again.
    Optional<Path> file = commandLine.configFile().or(server::settingsFile);
    LoadedSettings given =
        file.isEmpty() || file.equals(own.file())
            ? own
            : loader.load(new CommandLine(file, Optional.of(dataDir), commandLine.overrides()));
    return new ServerSettings(
        given, loader.with(given, facts(server.addresses()), server.toString()), found);
  }

  public Settings settings() {
    return loaded.settings();
  }

  /**
   * Whether no server is running, and "auto" stands for other ports than it does for a service,
   * which may use the standard ones.
   */
  public boolean isAssumed() {
    return server.isEmpty()
        && (isUnprivileged("tftp", given.settings().tftp().listen())
            || isUnprivileged("http", given.settings().http().listen()));
  }

  private boolean isUnprivileged(String section, InetSocketAddress listen) {
    return given.isAutomatic(section + ".listen") && listen.getPort() >= FIRST_UNPRIVILEGED;
  }

  /**
   * All settings as they are given, ordered by key; "auto" is what the running server made of it.
   */
  public List<EffectiveSetting> effective() {
    return given.effective().stream()
        .map(setting ->
            given.isAutomatic(setting.key())
                ? new EffectiveSetting(
                    setting.key(), loaded.effective(setting.key()).value(), setting.place())
                : setting)
        .toList();
  }

  /** The settings for addresses that the running server does not have: it read them long ago. */
  public List<Difference> differences() {
    TftpSettings tftp = given.settings().tftp();
    HttpSettings http = given.settings().http();
    HttpSettings.Tls tls = http.tls();
    return server.map(RunningServer::addresses).stream()
        .flatMap(open ->
            Stream.of(
                difference("tftp", tftp.enabled(), tftp.listen(), open.tftp()),
                difference("http", http.enabled(), http.listen(), open.http()),
                difference(
                    "http.tls", http.enabled() && tls.enabled(), tls.listen(), open.https())))
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Difference> difference(
      String section, boolean enabled, InetSocketAddress listen, Optional<InetSocketAddress> open) {
    if (enabled != open.isPresent()) {
      return stated(section + ".enabled", String.valueOf(open.isPresent()));
    }
    return open.filter(address -> !isOpenedAs(address, listen))
        .flatMap(address -> stated(section + ".listen", HostPort.format(address)));
  }

  /** Neither "auto" nor what this command alone assumes tells anything of the server. */
  private Optional<Difference> stated(String key, String running) {
    return given.isAutomatic(key) || given.isFromCommandLine(key)
        ? Optional.empty()
        : Optional.of(new Difference(given.effective(key), running));
  }

  private static boolean isOpenedAs(InetSocketAddress open, InetSocketAddress listen) {
    boolean sameHost =
        open.getAddress().equals(listen.getAddress())
            || (open.getAddress().isAnyLocalAddress() && listen.getAddress().isAnyLocalAddress());
    return sameHost && (listen.getPort() == 0 || listen.getPort() == open.getPort());
  }

  private static Map<String, Object> facts(RunningServer.Addresses addresses) {
    Map<String, Object> facts = new LinkedHashMap<>();
    add(facts, "tftp", addresses.tftp());
    add(facts, "http", addresses.http());
    add(facts, "http.tls", addresses.https());
    return facts;
  }

  private static void add(
      Map<String, Object> facts, String section, Optional<InetSocketAddress> open) {
    facts.put(section + ".enabled", open.isPresent());
    open.ifPresent(address -> facts.put(section + ".listen", HostPort.format(address)));
  }
}
