package org.pairboot.it.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** vsftpd with anonymous access to the files in a directory, at 2 MB per second. */
public final class FtpServer implements AutoCloseable {
  private static final String SETTINGS =
      """
      listen=YES
      listen_address=127.0.0.1
      listen_port=%2$d
      background=NO
      anonymous_enable=YES
      no_anon_password=YES
      local_enable=NO
      ftp_username=daemon
      nopriv_user=nobody
      anon_root=%3$s
      secure_chroot_dir=%1$s/empty
      anon_max_rate=2000000
      xferlog_enable=YES
      log_ftp_protocol=YES
      vsftpd_log_file=%1$s/log
      """;
  private static final Pattern FETCH = Pattern.compile("FTP command:.*\"((?:REST|RETR) .*)\"");

  private final Daemon daemon;
  private final Path log;
  private final int port;

  private FtpServer(Daemon daemon, Path log, int port) {
    this.daemon = daemon;
    this.log = log;
    this.port = port;
  }

  /**
   * Starts it.
   *
   * @param files the directory to serve; it and its parent become readable for everyone
   * @param own a directory for the server's files
   */
  public static FtpServer of(Path files, Path own) {
    try {
      Files.createDirectories(own.resolve("empty"));
      for (Path each : List.of(files, files.getParent())) {
        Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      int port = Daemon.freePort();
      Path settings =
          Files.writeString(own.resolve("vsftpd.conf"), SETTINGS.formatted(own, port, files));
      return new FtpServer(
          Daemon.start(List.of("vsftpd", settings.toString()), port, own.resolve("output")),
          own.resolve("log"),
          port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The URL of a file. */
  public String url(String name) {
    return "ftp://127.0.0.1:" + port + "/" + name;
  }

  /** Cuts all running transfers; new connections work. */
  public void cut() {
    daemon.killChildren();
  }

  /** The RETR and REST commands so far: which files, and from which offset. */
  public List<String> fetches() {
    try {
      return FETCH.matcher(Files.readString(log)).results().map(FtpServer::command).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String command(MatchResult match) {
    return match.group(1);
  }

  @Override
  public void close() {
    daemon.close();
  }
}
