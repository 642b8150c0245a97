package org.pairboot.conf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * All settings, checked. Defaults and explanations are in {@code reference.conf}.
 *
 * @param dataDir the directory of the store, absolute
 * @param shutdownGrace how long running transfers may continue when the server stops
 */
public record Settings(
    Path dataDir,
    StoreSettings store,
    TftpSettings tftp,
    HttpSettings http,
    BootSettings boot,
    LoaderSettings loaders,
    DownloadSettings downloads,
    EventSettings events,
    Duration shutdownGrace,
    LogLevel logLevel) {

  /** How much is logged. */
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  static Settings read(SettingsReader reader, Host host) {
    Path dataDir = reader.path("data-dir", host.dataDir(), "a directory");
    return new Settings(
        dataDir,
        StoreSettings.read(reader),
        TftpSettings.read(reader, host),
        HttpSettings.read(reader, host, dataDir),
        BootSettings.read(reader),
        LoaderSettings.read(reader),
        DownloadSettings.read(reader, host),
        EventSettings.read(reader),
        reader.duration("shutdown.grace", Duration.ZERO, Duration.ofHours(24)),
        reader.oneOf("log.level", LogLevel.class));
  }

  /**
   * Directories with boot loaders; the first match wins, and they need not exist.
   *
   * @param searchPath for files served at the root
   * @param efi64 for files served below {@code efi64}
   * @param efi32 for files served below {@code efi32}
   * @param arm64 for files served below {@code arm64}
   */
  public record LoaderSettings(
      List<Path> searchPath, List<Path> efi64, List<Path> efi32, List<Path> arm64) {
    public static final LoaderSettings NONE =
        new LoaderSettings(List.of(), List.of(), List.of(), List.of());

    static LoaderSettings read(SettingsReader reader) {
      return new LoaderSettings(
          reader.paths("loaders.search-path"),
          reader.paths("loaders.efi64"),
          reader.paths("loaders.efi32"),
          reader.paths("loaders.arm64"));
    }
  }
}
