package org.pairboot.tftp.transport;

import java.nio.ByteBuffer;

/** The transfer at our end of a flow. */
public interface FlowHandler {

  /** A packet from the peer that is no request. Valid during the call. */
  void onPacket(ByteBuffer packet);

  /**
   * All of what the flow was last told to send is on its way. May come from within the command that
   * tells it.
   *
   * @param at when it went, as of {@link System#nanoTime}
   */
  void onSent(long at);

  /**
   * The content could not be read. May come from within {@link Flow#sendData}, and nothing more is
   * sent: note it, and act later.
   */
  void onReadFailure(Throwable failure);
}
