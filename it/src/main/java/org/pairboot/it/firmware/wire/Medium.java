package org.pairboot.it.firmware.wire;

/** What carries bytes to a machine. */
public enum Medium {
  TFTP,
  HTTP,
  HTTPS
}
