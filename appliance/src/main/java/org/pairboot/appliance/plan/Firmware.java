package org.pairboot.appliance.plan;

import java.util.Locale;

/** What started the loader. */
public enum Firmware {
  BIOS,
  UEFI;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
