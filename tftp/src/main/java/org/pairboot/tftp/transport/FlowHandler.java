package org.pairboot.tftp.transport;

import java.nio.ByteBuffer;

/** The transfer at our end of a flow. */
public interface FlowHandler {

  /** A packet from the peer that is no request. Valid during the call. */
  void onPacket(ByteBuffer packet);

  /**
   * The content could not be read. May come from within {@link Flow#sendData}, and nothing more is
   * sent: note it, and act later.
   */
  void onReadFailure(Throwable failure);
}
