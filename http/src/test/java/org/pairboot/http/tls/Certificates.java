package org.pairboot.http.tls;

import java.time.Instant;
import java.util.List;

/** Certificates for tests. Making an RSA key takes a while, so each is made once. */
final class Certificates {
  static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  static final SelfSigned.HostNames HOST =
      new SelfSigned.HostNames(List.of("bench", "localhost"), List.of("127.0.0.1", "fd00::1"));

  private static final ServerCertificate ONE = SelfSigned.create(HOST, NOW);
  private static final ServerCertificate TWO = SelfSigned.create(HOST, NOW);

  private Certificates() {}

  static ServerCertificate one() {
    return ONE;
  }

  static ServerCertificate two() {
    return TWO;
  }
}
