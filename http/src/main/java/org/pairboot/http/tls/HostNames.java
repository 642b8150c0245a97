package org.pairboot.http.tls;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What clients may call this machine in a URL.
 *
 * @param names DNS names; the first is the machine's own
 * @param addresses without scope
 */
record HostNames(List<String> names, List<String> addresses) {
  private static final Pattern DNS_NAME =
      Pattern.compile("(?=.{1,253}$)[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");

  /** Those of this machine as it is now. */
  static HostNames ofThisMachine() {
    String own = hostName().toLowerCase(Locale.ROOT);
    List<String> names =
        DNS_NAME.matcher(own).matches() && !own.equals("localhost")
            ? List.of(own, "localhost")
            : List.of("localhost");
    return new HostNames(names, addressesNow());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // The name has no address. The message is "NAME: NAME: Name or service not known".
      String message = String.valueOf(e.getMessage());
      return message.substring(0, Math.max(0, message.indexOf(':')));
    }
  }

  private static List<String> addressesNow() {
    TreeSet<String> addresses = new TreeSet<>(List.of("127.0.0.1", "::1"));
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .map(InetAddress::getHostAddress)
          .map(text -> text.replaceFirst("%.*", ""))
          .forEach(addresses::add);
    } catch (SocketException e) {
      // No list to be had: the loopback addresses have to do.
    }
    return List.copyOf(addresses);
  }
}
