package org.pairboot.appliance.serve;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.pairboot.conf.HostPort;

/**
 * The one line that {@code serve} prints once both protocols answer: {@code ready tftp=ADDR:PORT
 * http=ADDR:PORT}. A protocol that is switched off says {@code off}. Where HTTPS is switched on,
 * {@code https=ADDR:PORT} follows.
 */
public final class ReadyLine {
  private ReadyLine() {}

  public static String of(Appliance appliance) {
    return "ready tftp="
        + text(appliance.tftpAddress())
        + " http="
        + text(appliance.httpAddress())
        + appliance.httpsAddress().map(https -> " https=" + text(Optional.of(https))).orElse("");
  }

  private static String text(Optional<InetSocketAddress> address) {
    return address.map(HostPort::format).orElse("off");
  }
}
