package org.pairboot.tftp.packet;

import java.util.Arrays;
import java.util.Optional;

/** The modes of RFC 1350, section 1. */
public enum TransferMode {
  /** Text with CR LF line ends. */
  NETASCII,
  /** Unconverted bytes. */
  OCTET,
  /** Obsolete since 1992: a file sent to a user. */
  MAIL;

  /** The mode with the name {@code text}, ignoring case. */
  public static Optional<TransferMode> parse(String text) {
    return Arrays.stream(values()).filter(mode -> mode.name().equalsIgnoreCase(text)).findFirst();
  }
}
