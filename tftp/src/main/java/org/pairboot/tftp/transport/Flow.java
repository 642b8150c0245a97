package org.pairboot.tftp.transport;

import java.nio.ByteBuffer;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.tftp.transfer.Blocks;

/**
 * The packets of one transfer, between one of our ports and one peer. What cannot be sent at once
 * is kept until the port is writable. Failures to send count as lost packets.
 */
public interface Flow {

  /** The bytes of a transfer and how they are divided into blocks. */
  record Source(ContentReader reader, Blocks blocks) {}

  /** The transfer at our end of a flow. */
  interface Handler {

    /** A packet from the peer that is not a request. Valid during the call. */
    void onPacket(ByteBuffer packet);

    /**
     * All that the last command asked the flow to send has been sent. May be called from within
     * that command.
     *
     * @param at when, as of {@link System#nanoTime}
     */
    void onSent(long at);

    /**
     * The peer's host says that nobody has the peer's port (ICMP). Such a message quotes our
     * packet, and may be forged by anybody who knows both ports. Not every transport hears of it.
     */
    void onPortClosed();

    /**
     * The content cannot be read. May be called from within {@link Flow#sendData}, and nothing more
     * is sent: note it, and act later.
     */
    void onReadFailure(Throwable failure);
  }

  /** Sends {@code packet}; replaces what is still unsent. The bytes must not change. */
  void sendControl(ByteBuffer packet);

  /**
   * Sends {@code count} consecutive blocks from the logical block {@code first}; replaces what is
   * still unsent.
   */
  void sendData(long first, int count);

  /** Forgets the peer and what is still unsent. Closing twice is harmless. */
  void close();
}
