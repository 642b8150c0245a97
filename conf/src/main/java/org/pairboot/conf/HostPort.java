package org.pairboot.conf;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port as people and URLs write them: {@code HOST:PORT}, with IPv6 addresses in
 * brackets (RFC 3986 section 3.2.2).
 *
 * @param host a name or an address without brackets; empty when the text begins with the colon
 * @param port 0 to 65535
 */
public record HostPort(String host, OptionalInt port) {
  private static final int MAX_PORT = 65535;
  private static final Pattern FORM =
      Pattern.compile(
          "(?:\\[(?<bracketed>[^\\[\\]]+)]|(?<plain>[^:\\[\\]]*))(?::(?<port>\\d{1,5}))?");

  /** An IPv6 address needs brackets only when a port follows. */
  private static final Pattern BARE_IPV6 = Pattern.compile("[^:\\[\\]]*:[^\\[\\]]*:[^\\[\\]]*");

  /** Parses {@code HOST:PORT} or {@code HOST}; empty when the text has neither form. */
  public static Optional<HostPort> parse(String text) {
    String trimmed = text.strip();
    if (BARE_IPV6.matcher(trimmed).matches()) {
      return Optional.of(new HostPort(trimmed, OptionalInt.empty()));
    }
    Matcher matcher = FORM.matcher(trimmed);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String bracketed = matcher.group("bracketed");
    String host = bracketed != null ? bracketed : matcher.group("plain");
    String port = matcher.group("port");
    if (port == null) {
      return Optional.of(new HostPort(host, OptionalInt.empty()));
    }
    int number = Integer.parseInt(port);
    return number <= MAX_PORT
        ? Optional.of(new HostPort(host, OptionalInt.of(number)))
        : Optional.empty();
  }

  /**
   * Resolves the host. An empty host means all addresses, as in {@code :6969}.
   *
   * @return empty when the port is missing or the host is unknown
   */
  public Optional<InetSocketAddress> resolve() {
    if (port.isEmpty()) {
      return Optional.empty();
    }
    if (host.isEmpty()) {
      // InetAddress.getByName would take an empty name for the loopback address.
      return Optional.of(new InetSocketAddress(port.getAsInt()));
    }
    try {
      return Optional.of(new InetSocketAddress(InetAddress.getByName(host), port.getAsInt()));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /**
   * Prints {@code ADDRESS:PORT}. The wildcard address is always {@code 0.0.0.0}: which family it
   * comes in differs between systems, and both accept connections from either.
   */
  public static String format(InetSocketAddress address) {
    if (address.isUnresolved()) {
      return address.getHostString() + ":" + address.getPort();
    }
    InetAddress host = address.getAddress();
    String text = host.isAnyLocalAddress() ? "0.0.0.0" : bracketed(host, host.getHostAddress());
    return text + ":" + address.getPort();
  }

  /**
   * Prints the authority of a URL that another machine can use: without the scope of a link-local
   * address, which has a meaning on this machine only, and without the default port.
   */
  public static String authority(InetAddress address, int port, int defaultPort) {
    String unscoped = address.getHostAddress().replaceFirst("%.*", "");
    return bracketed(address, unscoped) + (port == defaultPort ? "" : ":" + port);
  }

  /**
   * The host of a URL as sockets need it; {@link java.net.URI#getHost} returns the brackets too.
   */
  public static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static String bracketed(InetAddress address, String text) {
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }
}
