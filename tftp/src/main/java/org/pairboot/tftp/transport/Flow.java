package org.pairboot.tftp.transport;

import java.nio.ByteBuffer;

/**
 * The packets of one transfer: between one of our ports and one peer. What cannot be sent at once
 * waits until the port is writable. Failures to send count as lost packets.
 */
public interface Flow {

  /** Sends {@code packet}; replaces what waits. The bytes must stay as they are. */
  void sendControl(ByteBuffer packet);

  /**
   * Sends {@code count} blocks in a row from the logical block {@code first}; replaces what waits.
   */
  void sendData(long first, int count);

  /** Forgets the peer and what waits. Closing twice is harmless. */
  void close();
}
