package org.pairboot.artifacts.fetch.transport;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;
import org.pairboot.conf.DownloadSettings;

/** All transports: the scheme of a URL selects the one that fetches it. */
public final class Transports implements Transport, AutoCloseable {
  /** The schemes of URLs that can be fetched. */
  public static final Set<String> SCHEMES = Set.of("http", "https", "ftp", "tftp");

  private final HttpTransport http;
  private final FtpTransport ftp;
  private final TftpTransport tftp;

  /**
   * How long to wait for a server.
   *
   * @param connect for the connection
   * @param read for the next byte
   */
  record Timeouts(Duration connect, Duration read) {
    int connectMillis() {
      return Math.toIntExact(connect.toMillis());
    }

    int readMillis() {
      return Math.toIntExact(read.toMillis());
    }
  }

  /**
   * @throws TransferException when the settings name a proxy or an authority that cannot be used
   */
  public Transports(DownloadSettings settings) throws TransferException {
    Timeouts timeouts = new Timeouts(settings.connectTimeout(), settings.readTimeout());
    this.http =
        new HttpTransport(
            settings.proxy(),
            TrustedAuthorities.with(settings.authorities()),
            timeouts,
            settings.maxRedirects());
    this.ftp = new FtpTransport(timeouts);
    this.tftp = new TftpTransport(timeouts);
  }

  @Override
  public void fetch(URI file, Resume resume, Receiver receiver) throws TransferException {
    Transport transport =
        switch (file.getScheme().toLowerCase(Locale.ROOT)) {
          case "http", "https" -> http;
          case "ftp" -> ftp;
          case "tftp" -> tftp;
          default ->
              throw new TransferException(
                  Kind.FINAL, "unsupported URL scheme: " + file.getScheme());
        };
    transport.fetch(file, resume, receiver);
  }

  @Override
  public void close() {
    http.close();
  }
}
