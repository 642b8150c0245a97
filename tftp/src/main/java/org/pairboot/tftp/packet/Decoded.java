package org.pairboot.tftp.packet;

/** What the bytes of a datagram turned out to be. */
public sealed interface Decoded permits Packet, Decoded.Malformed {

  /**
   * Bytes that are no packet.
   *
   * @param opcode the operation code they claim, or -1 when there is none
   * @param reason what is wrong, fit for an answer to the client
   */
  record Malformed(int opcode, String reason) implements Decoded {}
}
