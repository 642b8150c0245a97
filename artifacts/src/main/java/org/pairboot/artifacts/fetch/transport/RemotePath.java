package org.pairboot.artifacts.fetch.transport;

import java.net.URI;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;
import org.pairboot.conf.HostPort;

/** What an FTP or TFTP server is asked for. */
final class RemotePath {
  private RemotePath() {}

  /**
   * The path without its first slash, which only parts it from the host (RFC 1738 section 3.2.2,
   * RFC 3617 section 3), and without {@code ;type=i} or {@code ;mode=octet}.
   */
  static String of(URI file) throws TransferException {
    String path =
        String.valueOf(file.getPath())
            .replaceFirst("^/", "")
            .replaceFirst(";(type|mode)=\\w*$", "");
    if (path.isEmpty() || path.chars().anyMatch(Character::isISOControl)) {
      // A line break would begin another command.
      throw new TransferException(Kind.FINAL, "the URL names no file that could be asked for");
    }
    return path;
  }

  /** The host without the brackets of an IPv6 address. */
  static String host(URI file) {
    return HostPort.withoutBrackets(file.getHost());
  }
}
