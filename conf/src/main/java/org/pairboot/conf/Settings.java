package org.pairboot.conf;

import java.nio.file.Path;
import java.time.Duration;
import org.pairboot.conf.ListenAddress.DefaultPort;

/**
 * All settings, checked. Defaults and explanations stand in {@code reference.conf}.
 *
 * @param dataDir where the store is, absolute
 * @param shutdownGrace how long running transfers may go on when the server stops
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

  static Settings read(SettingsReader reader, Host host) {
    Path dataDir = reader.path("data-dir", host.dataDir());
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

  /** How much is logged. */
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  static final DefaultPort TFTP_PORT = new DefaultPort(69, 6969);
  static final DefaultPort HTTP_PORT = new DefaultPort(80, 8080);
  static final DefaultPort HTTPS_PORT = new DefaultPort(443, 8443);
}
