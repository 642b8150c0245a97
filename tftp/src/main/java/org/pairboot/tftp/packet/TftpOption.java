package org.pairboot.tftp.packet;

/**
 * One option of a request or an OACK (RFC 2347).
 *
 * @param name as spelled by the client; names are compared ignoring case
 * @param value as spelled by the client; may be empty, as in iPXE's {@code multicast}
 */
public record TftpOption(String name, String value) {

  /** Whether this is the option {@code other}, ignoring case. */
  public boolean isNamed(String other) {
    return name.equalsIgnoreCase(other);
  }

  /** {@code name=value}, as events and logs show it. */
  @Override
  public String toString() {
    return name + "=" + value;
  }
}
