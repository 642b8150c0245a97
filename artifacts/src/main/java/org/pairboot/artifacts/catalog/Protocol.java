package org.pairboot.artifacts.catalog;

/** How a boot client asks. */
public enum Protocol {
  TFTP,
  HTTP
}
