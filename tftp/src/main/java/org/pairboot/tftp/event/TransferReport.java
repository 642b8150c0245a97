package org.pairboot.tftp.event;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.pairboot.tftp.packet.TftpOption;

/**
 * One finished request.
 *
 * @param peer the client
 * @param local the address that was asked, with the port of the listener
 * @param name the normalised name; where it could not be normalised, a printable form of it
 * @param route the route that knew the name; empty when none did
 * @param detail why, where the outcome alone does not say it: the client's message, the reason of a
 *     refusal; printable, may be empty
 * @param bytes of the content that the client has acknowledged
 * @param duration from the request to the end
 * @param blksize bytes of a block, as negotiated; 0 when nothing was negotiated
 * @param windowsize blocks of a window, as negotiated; 0 when nothing was negotiated
 * @param retransmits packets sent more than once
 * @param optionsAsked the options of the request, in its order and spelling
 */
public record TransferReport(
    InetSocketAddress peer,
    InetSocketAddress local,
    String name,
    String route,
    TransferOutcome outcome,
    String detail,
    long bytes,
    Duration duration,
    int blksize,
    int windowsize,
    long retransmits,
    List<TftpOption> optionsAsked) {

  public TransferReport {
    optionsAsked = List.copyOf(optionsAsked);
  }
}
