package org.pairboot.conf;

import java.nio.file.Path;
import java.time.Duration;

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
        reader.duration("shutdown.grace", Duration.ZERO, Duration.ofHours(24)),
        reader.oneOf("log.level", LogLevel.class));
  }
}
