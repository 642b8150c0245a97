package org.pairboot.conf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How files are fetched that an import takes from the network.
 *
 * @param signatures what is done about a file's OpenPGP signature
 * @param keyRings files with public keys, and directories of such files; they need not exist
 * @param authorities PEM files with certificates of authorities that are trusted beside those of
 *     Java
 * @param connectTimeout how long a connection may take to come about
 * @param readTimeout how long a server may send nothing
 * @param lowestRate bytes a second; a slower server counts as one that sends nothing
 * @param maxSize largest file that is fetched, in bytes
 * @param maxRedirects how many redirects are followed for one file
 * @param mirror a URL or directory that stands in for the host of all that metadata names
 * @param keepPartial how long a part of a file is kept to be continued
 */
public record DownloadSettings(
    SignaturePolicy signatures,
    List<Path> keyRings,
    List<Path> authorities,
    Retry retry,
    Duration connectTimeout,
    Duration readTimeout,
    long lowestRate,
    long maxSize,
    int maxRedirects,
    ProxySettings proxy,
    Optional<String> mirror,
    Duration keepPartial) {

  /** What is done about signatures. */
  public enum SignaturePolicy {
    /** A file without a good signature is refused. */
    REQUIRE,
    /** A bad signature is refused; a file without one, or without any key to check by, is not. */
    IF_PRESENT,
    /** Signatures are not looked at. */
    OFF
  }

  /**
   * When a failed try is repeated.
   *
   * @param times how often in a row without progress; 0: never
   * @param firstDelay the wait before the first repetition; it doubles with each
   * @param maxDelay the longest wait
   */
  public record Retry(int times, Duration firstDelay, Duration maxDelay) {}

  private static final String MIRROR =
      "nothing, an absolute directory, or a URL such as http://mirror.example/fcos";

  static DownloadSettings read(SettingsReader reader, Host host) {
    return new DownloadSettings(
        reader.oneOf("downloads.signatures", SignaturePolicy.class),
        reader.paths("downloads.key-rings"),
        reader.paths("downloads.authorities"),
        new Retry(
            reader.integer("downloads.retry.times", 0, 1_000_000),
            reader.duration(
                "downloads.retry.first-delay", Duration.ofMillis(1), Duration.ofHours(1)),
            reader.duration(
                "downloads.retry.max-delay", Duration.ofMillis(1), Duration.ofHours(1))),
        reader.duration("downloads.connect-timeout", Duration.ofMillis(100), Duration.ofHours(1)),
        reader.duration("downloads.read-timeout", Duration.ofMillis(100), Duration.ofHours(1)),
        reader.bytes("downloads.lowest-rate", 0, 1L << 40),
        reader.bytes("downloads.max-size", 1, 1L << 50),
        reader.integer("downloads.max-redirects", 0, 100),
        ProxySettings.read(reader, host),
        reader.parsed("downloads.mirror", MIRROR, DownloadSettings::mirror),
        reader.duration("downloads.keep-partial", Duration.ZERO, Duration.ofDays(3650)));
  }

  private static Optional<Optional<String>> mirror(String text) {
    if (text.isEmpty()) {
      return Optional.of(Optional.empty());
    }
    boolean allowed =
        text.startsWith("/") || text.matches("(https?|ftp|tftp)://[^/?#\\s]+(/[^?#\\s]*)?");
    return allowed ? Optional.of(Optional.of(text)) : Optional.empty();
  }
}
