package org.pairboot.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pairboot.conf.ClientPolicies;
import org.pairboot.conf.ClientPolicies.Access;
import org.pairboot.conf.HttpSettings;
import org.pairboot.conf.HttpSettings.Limits;
import org.pairboot.conf.HttpSettings.Timeouts;
import org.pairboot.conf.HttpSettings.Tls;

/** Settings for a server on a free loopback port, with long timeouts unless a test changes them. */
record TestSettings(
    InetSocketAddress listen, Access access, Timeouts timeouts, Limits limits, Tls tls) {
  static final Duration LONG = Duration.ofSeconds(20);
  private static final Path NOWHERE = Path.of("/nonexistent");

  static TestSettings loopback() {
    return new TestSettings(
        anyPort(),
        Access.ALLOW,
        new Timeouts(LONG, LONG, Duration.ofSeconds(30)),
        new Limits(100, 100),
        new Tls(false, anyPort(), Optional.empty(), NOWHERE, NOWHERE, false));
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  TestSettings at(InetSocketAddress address) {
    return new TestSettings(address, access, timeouts, limits, tls);
  }

  TestSettings with(Access other) {
    return new TestSettings(listen, other, timeouts, limits, tls);
  }

  TestSettings with(Timeouts other) {
    return new TestSettings(listen, access, other, limits, tls);
  }

  TestSettings with(Limits other) {
    return new TestSettings(listen, access, timeouts, other, tls);
  }

  /** HTTPS with a certificate that the server creates in {@code directory}. */
  TestSettings withOwnCertificate(Path directory) {
    return withTls(directory.resolve("certificate.pem"), directory.resolve("key.pem"), true);
  }

  TestSettings withTls(Path certificate, Path key, boolean selfSigned) {
    Tls enabled = new Tls(true, anyPort(), Optional.empty(), certificate, key, selfSigned);
    return new TestSettings(listen, access, timeouts, limits, enabled);
  }

  HttpSettings settings() {
    return new HttpSettings(
        true,
        listen,
        Optional.empty(),
        new ClientPolicies<>(access, List.of()),
        timeouts,
        limits,
        tls);
  }
}
