package org.pairboot.artifacts.fetch.transport;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;
import org.pairboot.conf.HostPort;

/** Takes the URL of a file apart, as the transports need it. */
final class RemoteUrl {
  private RemoteUrl() {}

  /** The user name and password of a URL. */
  record Credentials(String user, String password) {
    /** The value of an {@code Authorization} header (RFC 7617). */
    String basic() {
      byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
  }

  static Optional<Credentials> credentials(URI uri) {
    return Optional.ofNullable(uri.getRawUserInfo())
        .map(userInfo -> {
          int colon = userInfo.indexOf(':');
          return colon < 0
              ? new Credentials(decode(userInfo), "")
              : new Credentials(
                  decode(userInfo.substring(0, colon)), decode(userInfo.substring(colon + 1)));
        });
  }

  static URI withoutCredentials(URI uri) {
    String userInfo = uri.getRawUserInfo();
    return userInfo == null
        ? uri
        : URI.create(uri.toString().replaceFirst(Pattern.quote(userInfo + "@"), ""));
  }

  /** Whether credentials for one server may be sent to the other. */
  static boolean isSameServer(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && one.getPort() == other.getPort();
  }

  /** The host, without the brackets of an IPv6 address. */
  static String host(URI uri) {
    return uri.getHost() == null ? "" : HostPort.withoutBrackets(uri.getHost());
  }

  /**
   * The path that an FTP or TFTP server is asked for: without the first slash, which only separates
   * it from the host (RFC 1738 section 3.2.2, RFC 3617 section 3), and without {@code ;type=i} or
   * {@code ;mode=octet}.
   */
  static String path(URI file) throws TransferException {
    String path =
        String.valueOf(file.getPath())
            .replaceFirst("^/", "")
            .replaceFirst(";(type|mode)=\\w*$", "");
    if (path.isEmpty() || path.chars().anyMatch(Character::isISOControl)) {
      // A line break would start another FTP command.
      throw new TransferException(Kind.FINAL, "the URL does not name a file");
    }
    return path;
  }

  private static String decode(String text) {
    // URLDecoder is for HTML forms, where a plus sign means a space.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
