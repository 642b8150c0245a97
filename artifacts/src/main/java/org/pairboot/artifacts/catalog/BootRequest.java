package org.pairboot.artifacts.catalog;

import java.net.InetSocketAddress;

/**
 * One client asking for one name.
 *
 * @param name the normalised name (see {@link RequestName}), without a leading slash
 * @param protocol the protocol of the request
 * @param peer the client's address
 * @param local the server's address that the client used, which generated scripts repeat; never a
 *     wildcard
 */
public record BootRequest(
    String name, Protocol protocol, InetSocketAddress peer, InetSocketAddress local) {

  /** The protocol of a request. */
  public enum Protocol {
    TFTP,
    HTTP
  }
}
