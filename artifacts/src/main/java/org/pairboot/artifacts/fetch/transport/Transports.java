package org.pairboot.artifacts.fetch.transport;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;
import org.pairboot.conf.DownloadSettings;

/** All transports: each URL is fetched by the one of its scheme. */
public final class Transports implements Transport, AutoCloseable {
  /** The schemes of URLs that can be fetched. */
  public static final Set<String> SCHEMES = Set.of("http", "https", "ftp", "tftp");

  private final HttpTransport http;
  private final FtpTransport ftp;
  private final TftpTransport tftp;

  /**
   * @throws TransferException when the proxy or an authority cannot be used
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
              throw new TransferException(Kind.FINAL, "no way to fetch " + file.getScheme() + ":");
        };
    transport.fetch(file, resume, receiver);
  }

  @Override
  public void close() {
    http.close();
  }
}
