package org.pairboot.tftp.event;

import java.net.InetSocketAddress;
import java.util.List;
import org.pairboot.tftp.packet.TftpOption;

/**
 * What a client asks for. A client's port has one transfer at a time, so {@code peer} and {@code
 * local} tell running transfers apart.
 *
 * @param peer the client
 * @param local the address that was asked, with the port of the listener
 * @param name the normalised name; where it could not be normalised, a printable form of it
 * @param optionsAsked the options of the request, in its order and spelling
 */
public record TransferRequest(
    InetSocketAddress peer, InetSocketAddress local, String name, List<TftpOption> optionsAsked) {

  public TransferRequest {
    optionsAsked = List.copyOf(optionsAsked);
  }
}
