package org.pairboot.tftp.option;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pairboot.tftp.packet.TftpOption;
import org.pairboot.tftp.transfer.Rollover;

/**
 * What a transfer runs with.
 *
 * @param blksize bytes of a block
 * @param windowsize blocks sent before an ACK is due
 * @param rollover how blocks are numbered
 * @param timeout the retransmission timeout the client wants (RFC 2349, or tftp-hpa's utimeout)
 * @param sizeAsked whether the client wants to know the size, and so may end the transfer on it
 * @param accepted the options of the OACK, in the order and spelling of the request; when empty,
 *     DATA 1 is the answer
 */
public record Negotiated(
    int blksize,
    int windowsize,
    Rollover rollover,
    Optional<Duration> timeout,
    boolean sizeAsked,
    List<TftpOption> accepted) {

  public Negotiated {
    accepted = List.copyOf(accepted);
  }
}
