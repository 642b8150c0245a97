package org.pairboot.conf;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.pairboot.conf.ClientPolicies.Access;

/**
 * How the boot plane is served over HTTP.
 *
 * @param listen where connections arrive; may be a wildcard address, may have port 0
 * @param advertise the address and port at which machines reach this server; empty: the address
 *     that the machine connected to and the port that the server listens on
 * @param clients who gets answers
 */
public record HttpSettings(
    boolean enabled,
    InetSocketAddress listen,
    Optional<InetSocketAddress> advertise,
    ClientPolicies<Access> clients,
    Timeouts timeouts,
    Limits limits,
    Tls tls) {

  /**
   * When a connection is closed.
   *
   * @param head after the first byte of a request, when its head is not complete
   * @param keepAlive after the last response, when no request follows
   * @param idle when a response makes no progress
   */
  public record Timeouts(Duration head, Duration keepAlive, Duration idle) {}

  /**
   * How many connections may be open at a time.
   *
   * @param connections per listening address
   * @param connectionsPerClient per client address
   */
  public record Limits(int connections, int connectionsPerClient) {}

  /**
   * HTTPS.
   *
   * @param listen as for HTTP
   * @param advertise as for HTTP
   * @param certificate a PEM file with the certificate, followed by those of its issuers
   * @param key a PEM file with its private key
   * @param selfSigned whether the server makes and renews the two files itself
   */
  public record Tls(
      boolean enabled,
      InetSocketAddress listen,
      Optional<InetSocketAddress> advertise,
      Path certificate,
      Path key,
      boolean selfSigned) {}

  private static final String CERTIFICATE = "http.tls.certificate";
  private static final String KEY = "http.tls.key";

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /** The same with other limits. */
  public HttpSettings withLimits(Limits other) {
    return new HttpSettings(enabled, listen, advertise, clients, timeouts, other, tls);
  }

  static HttpSettings read(SettingsReader reader, Host host, Path dataDir) {
    return new HttpSettings(
        reader.bool("http.enabled"),
        ListenAddress.HTTP.read(reader, "http.listen", host),
        ListenAddress.readAdvertised(reader, "http.advertise"),
        ClientPolicies.read(reader, "http", Access::read),
        new Timeouts(
            reader.duration("http.head-timeout", SECOND, HOUR),
            reader.duration("http.keep-alive-timeout", SECOND, HOUR),
            reader.duration("http.idle-timeout", SECOND, HOUR)),
        new Limits(
            reader.integer("http.max-connections", 1, 1_000_000),
            reader.integer("http.max-connections-per-client", 1, 1_000_000)),
        readTls(reader, host, dataDir.resolve("tls")));
  }

  private static Tls readTls(SettingsReader reader, Host host, Path ownDirectory) {
    Path ownCertificate = ownDirectory.resolve("certificate.pem");
    Path ownKey = ownDirectory.resolve("key.pem");
    Path certificate = reader.path(CERTIFICATE, ownCertificate, "a PEM file");
    Path key = reader.path(KEY, ownKey, "a PEM file");
    boolean selfSigned = certificate.equals(ownCertificate);
    if (selfSigned != key.equals(ownKey)) {
      reader.reject(
          selfSigned ? CERTIFICATE : KEY,
          "is auto, but " + (selfSigned ? KEY : CERTIFICATE) + " is a file; set both, or neither");
    }
    return new Tls(
        reader.bool("http.tls.enabled"),
        ListenAddress.HTTPS.read(reader, "http.tls.listen", host),
        ListenAddress.readAdvertised(reader, "http.tls.advertise"),
        certificate,
        key,
        selfSigned);
  }
}
