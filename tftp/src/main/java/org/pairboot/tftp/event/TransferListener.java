package org.pairboot.tftp.event;

import java.net.InetAddress;

/**
 * Hears of transfers. Called on the event loop that runs the transfer, possibly on several at once:
 * implementations are thread-safe and return at once.
 *
 * <p>The order for one request is {@link #requested}, then, if it is served, {@link #negotiated}
 * and any number of {@link #progress} and {@link #retransmitted}, then {@link #finished}.
 */
@FunctionalInterface
public interface TransferListener {

  /** Hears nothing. */
  TransferListener EMPTY = report -> {};

  /** A client has asked for something. A request that comes again is not told again. */
  default void requested(TransferRequest request) {}

  /** The transfer begins. */
  default void negotiated(TransferRequest request, TransferTerms terms) {}

  /**
   * The client has got more. At most twice a second for each transfer.
   *
   * @param bytes of the content that the client has acknowledged
   */
  default void progress(TransferRequest request, long bytes) {}

  /**
   * Packets were sent again. At most twice a second for each transfer.
   *
   * @param packets how many since this was told last
   */
  default void retransmitted(TransferRequest request, long packets) {}

  /** A request has ended, well or not. */
  void finished(TransferReport report);

  /**
   * Requests got no answer. At most twice a second for each reason and event loop.
   *
   * @param count how many since this was told last
   * @param latest the sender of the last of them, if its address is its own
   */
  default void dropped(DropReason reason, long count, InetAddress latest) {}
}
