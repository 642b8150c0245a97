package org.pairboot.conf;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code ADDRESS:PORT}. */
final class ListenAddress {
  static final String ALLOWED =
      "auto, or ADDRESS:PORT such as 192.168.1.10:69, 0.0.0.0:6969 or [::]:6969, port 0 to 65535";
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9a-fA-F:.%\\w]+)]|([^:\\[\\]]*)):(\\d{1,5})");

  private ListenAddress() {}

  /** The port of "auto", for processes that may bind low ports and for others. */
  record DefaultPort(int privileged, int unprivileged) {
    InetSocketAddress wildcard(Host host) {
      return new InetSocketAddress(host.lowPorts() ? privileged : unprivileged);
    }
  }

  /** Parses {@code text}; empty when it has not the form or names no address. */
  static Optional<InetSocketAddress> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(matcher.group(3));
    String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    if (port > 65535) {
      return Optional.empty();
    }
    try {
      // An empty host is the wildcard, as in ":6969"; getByName would make it the loopback.
      return Optional.of(
          host.isEmpty()
              ? new InetSocketAddress(port)
              : new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
