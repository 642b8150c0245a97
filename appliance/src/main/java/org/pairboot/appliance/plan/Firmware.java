package org.pairboot.appliance.plan;

import org.pairboot.conf.KebabCase;

/** What started the loader. */
public enum Firmware {
  BIOS,
  UEFI;

  @Override
  public String toString() {
    return KebabCase.of(this);
  }
}
