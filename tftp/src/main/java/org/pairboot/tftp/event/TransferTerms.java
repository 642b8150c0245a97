package org.pairboot.tftp.event;

import java.util.List;
import org.pairboot.tftp.packet.TftpOption;

/**
 * What a transfer runs with.
 *
 * @param route the route that knew the name
 * @param length of what is sent, in bytes
 * @param blksize bytes of a block
 * @param windowsize blocks of a window
 * @param optionsAnswered the options of the OACK; empty when there is none
 */
public record TransferTerms(
    String route, long length, int blksize, int windowsize, List<TftpOption> optionsAnswered) {

  public TransferTerms {
    optionsAnswered = List.copyOf(optionsAnswered);
  }
}
