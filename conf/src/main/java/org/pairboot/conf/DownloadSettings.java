package org.pairboot.conf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an import downloads files.
 *
 * @param signatures how a file's OpenPGP signature is checked
 * @param keyRings files with public keys and directories with such files; they need not exist
 * @param authorities PEM files of certificate authorities to trust in addition to those of Java
 * @param connectTimeout how long it may take to connect
 * @param readTimeout how long a server may send nothing
 * @param lowestRate in bytes per second; a slower server counts as silent
 * @param maxSize the largest file to download, in bytes
 * @param maxRedirects how many redirects to follow for one file
 * @param mirror a URL or directory that replaces scheme and host of the URLs in stream metadata
 * @param keepPartial how long an incomplete download is kept, to be resumed
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

  /** How signatures are checked. */
  public enum SignaturePolicy {
    /** Rejects files without a good signature. */
    REQUIRE,
    /** Rejects bad signatures; accepts unsigned files, and all files while there are no keys. */
    IF_PRESENT,
    /** Ignores signatures. */
    OFF
  }

  /**
   * When a failed attempt is repeated.
   *
   * @param times how many times in a row without progress; 0: never
   * @param firstDelay the wait before the first retry; it doubles with each
   * @param maxDelay the longest wait
   */
  public record Retry(int times, Duration firstDelay, Duration maxDelay) {}

  private static final String MIRROR =
      "an absolute directory, or a URL such as http://mirror.example/fcos";

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
        reader.optionalText("downloads.mirror", MIRROR, DownloadSettings::mirror),
        reader.duration("downloads.keep-partial", Duration.ZERO, Duration.ofDays(3650)));
  }

  private static Optional<String> mirror(String text) {
    boolean valid =
        text.startsWith("/") || text.matches("(https?|ftp|tftp)://[^/?#\\s]+(/[^?#\\s]*)?");
    return valid ? Optional.of(text) : Optional.empty();
  }
}
