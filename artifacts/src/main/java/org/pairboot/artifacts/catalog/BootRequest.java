package org.pairboot.artifacts.catalog;

import java.net.InetSocketAddress;

/**
 * One client asking for one name.
 *
 * @param name the normalised name (see {@link RequestName}), without a leading slash
 * @param protocol how it was asked for
 * @param peer the client's address
 * @param local the address of ours that the client used, which generated scripts must name again;
 *     never a wildcard
 */
public record BootRequest(
    String name, Protocol protocol, InetSocketAddress peer, InetSocketAddress local) {

  /** How a boot client asks. */
  public enum Protocol {
    TFTP,
    HTTP
  }
}
