package org.pairboot.artifacts.catalog;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * One client asking for one name.
 *
 * @param name the normalised name (see {@link RequestName}), without a leading slash
 * @param protocol the protocol of the request
 * @param peer the client's address
 * @param local the server's address that the client used, which generated scripts repeat; never a
 *     wildcard
 * @param evidence what the request reveals besides the name
 */
public record BootRequest(
    String name,
    Protocol protocol,
    InetSocketAddress peer,
    InetSocketAddress local,
    Evidence evidence) {

  /** A request that reveals nothing but the name. */
  public BootRequest(
      String name, Protocol protocol, InetSocketAddress peer, InetSocketAddress local) {
    this(name, protocol, peer, local, Evidence.NONE);
  }

  /** The same request for another name. */
  public BootRequest withName(String other) {
    return new BootRequest(other, protocol, peer, local, evidence);
  }

  /** The protocol of a request. */
  public enum Protocol {
    TFTP,
    HTTP
  }

  /**
   * What a request reveals of the software that sent it. All of it is unproven.
   *
   * @param probe whether the client only asks whether the name exists (HEAD); routes must not have
   *     effects then
   * @param proxied whether an HTTP proxy passed the request on, so that its peer address stands for
   *     any number of machines
   * @param userAgent of HTTP, made printable and shortened; empty when there is none
   * @param options the names of the TFTP options in lower case, in the order of the request:
   *     loaders differ in it
   * @param query what followed the question mark of an HTTP request, undecoded
   */
  public record Evidence(
      boolean probe,
      boolean proxied,
      String userAgent,
      List<String> options,
      Optional<String> query) {
    /** Nothing, of a request that has effects. */
    public static final Evidence NONE = new Evidence(false, false, "", List.of(), Optional.empty());

    public Evidence {
      options = List.copyOf(options);
    }

    /** Of a TFTP read request with options of these names. */
    public static Evidence ofTftp(List<String> options) {
      return new Evidence(false, false, "", options, Optional.empty());
    }
  }
}
