package org.pairboot.tftp.transport;

/**
 * One event loop's way to the network. Used by the thread of its loop only, but for {@link
 * #wakeUp}.
 */
public interface Link extends AutoCloseable {

  /**
   * Sends what waits, and waits for packets until one comes, {@code timeoutNanos} have passed (at
   * once when that is not positive) or somebody calls {@link #wakeUp}. Packets go to their flow's
   * handler, or to {@code handler}; none is larger than a request may be.
   *
   * <p>Never fails because of a packet or a peer.
   */
  void poll(long timeoutNanos, PacketHandler handler);

  /** Ends the current or the next {@link #poll}. For any thread. */
  void wakeUp();

  /** Closes the ports that only take requests. */
  void stopListening();

  /** Closes all ports. */
  @Override
  void close();
}
