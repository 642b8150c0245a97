package org.pairboot.conf;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How the boot plane is served over HTTP.
 *
 * @param listen where connections arrive; may be a wildcard address, may have port 0
 * @param idleTimeout how long a connection may move no bytes
 * @param maxConnections how many connections are open at a time
 */
public record HttpSettings(
    boolean enabled, InetSocketAddress listen, Duration idleTimeout, int maxConnections) {

  static HttpSettings read(SettingsReader reader, Host host) {
    return new HttpSettings(
        reader.bool("http.enabled"),
        reader.listen("http.listen", Settings.HTTP_PORT, host),
        reader.duration("http.idle-timeout", Duration.ofSeconds(1), Duration.ofHours(1)),
        reader.integer("http.max-connections", 1, 1_000_000));
  }
}
