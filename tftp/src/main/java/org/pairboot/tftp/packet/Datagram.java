package org.pairboot.tftp.packet;

/** What the bytes of a datagram are: a packet, or malformed. */
public sealed interface Datagram permits Packet, Datagram.Malformed {

  /**
   * Bytes that are not a packet.
   *
   * @param opcode the operation code they begin with, or -1 if there is none
   * @param reason what is wrong, in words that may be sent to the client
   */
  record Malformed(int opcode, String reason) implements Datagram {}
}
