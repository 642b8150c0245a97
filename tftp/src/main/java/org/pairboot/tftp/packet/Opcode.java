package org.pairboot.tftp.packet;

/** The operation codes of RFC 1350 and RFC 2347. */
public final class Opcode {
  public static final int RRQ = 1;
  public static final int WRQ = 2;
  public static final int DATA = 3;
  public static final int ACK = 4;
  public static final int ERROR = 5;
  public static final int OACK = 6;

  private Opcode() {}

  /** Whether {@code opcode} requests a transfer. */
  public static boolean isRequest(int opcode) {
    return opcode == RRQ || opcode == WRQ;
  }
}
