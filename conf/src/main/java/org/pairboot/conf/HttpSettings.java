package org.pairboot.conf;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pairboot.conf.ClientPolicy.Access;

/**
 * How the boot plane is served over HTTP.
 *
 * @param listen where connections arrive; may be a wildcard address, may have port 0
 * @param advertise the address and port by which machines reach this server, where that is not the
 *     address they asked and the port listened on
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
   * @param keepAlive after the last response, when no request comes
   * @param idle when a response moves no bytes
   */
  public record Timeouts(Duration head, Duration keepAlive, Duration idle) {}

  /**
   * How many connections are open at a time.
   *
   * @param connections at each listening address
   * @param connectionsPerClient of one client address
   */
  public record Limits(int connections, int connectionsPerClient) {}

  /**
   * HTTPS.
   *
   * @param listen as for HTTP
   * @param advertise the same
   * @param certificate a PEM file with the certificate, and those of its issuers behind it
   * @param key a PEM file with its private key
   * @param selfSigned whether the two files are the server's own to make
   */
  public record Tls(
      boolean enabled,
      InetSocketAddress listen,
      Optional<InetSocketAddress> advertise,
      Path certificate,
      Path key,
      boolean selfSigned) {}

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  static HttpSettings read(SettingsReader reader, Host host, Path dataDir) {
    return new HttpSettings(
        reader.bool("http.enabled"),
        reader.listen("http.listen", Settings.HTTP_PORT, host),
        reader.reachable("http.advertise"),
        ClientPolicies.read(reader, "http", List.of("access"), Access::read),
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
    Path certificate = reader.path("http.tls.certificate", ownCertificate, "a PEM file");
    Path key = reader.path("http.tls.key", ownKey, "a PEM file");
    boolean selfSigned = certificate.equals(ownCertificate);
    if (selfSigned != key.equals(ownKey)) {
      String lacking = selfSigned ? "http.tls.certificate" : "http.tls.key";
      reader.reject(lacking, "is auto, and its counterpart is a file; name both files, or neither");
    }
    return new Tls(
        reader.bool("http.tls.enabled"),
        reader.listen("http.tls.listen", Settings.HTTPS_PORT, host),
        reader.reachable("http.tls.advertise"),
        certificate,
        key,
        selfSigned);
  }
}
