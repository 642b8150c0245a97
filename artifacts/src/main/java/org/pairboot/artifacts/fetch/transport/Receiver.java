package org.pairboot.artifacts.fetch.transport;

import java.io.OutputStream;

/** Takes the bytes of one file. */
@FunctionalInterface
public interface Receiver {
  /**
   * Bytes are about to arrive. What arrived before, from {@link Incoming#offset} on, is void.
   *
   * @return where they go. The transport closes it. A {@link TransferException} that it throws ends
   *     the transfer and reaches whoever began it.
   */
  OutputStream begin(Incoming incoming) throws TransferException;
}
