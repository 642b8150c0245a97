package org.pairboot.appliance.boot.planner;

import java.util.Locale;
import java.util.Set;

/** What kind of file is at a URL that a machine continues with, as far as its name tells. */
public enum ChainedFile {
  /** A program for UEFI. */
  EFI_PROGRAM("efi"),
  /** A program for the PXE of a BIOS. */
  PXE_PROGRAM("0", "kpxe", "kkpxe", "kkkpxe", "pxe"),
  /** A program for a BIOS in the form of a Linux kernel, such as {@code ipxe.lkrn}. */
  KERNEL("lkrn"),
  /** A script for iPXE. */
  IPXE_SCRIPT("ipxe"),
  /** Anything else: a script for whatever loader asks for it. */
  SCRIPT;

  private final Set<String> extensions;

  ChainedFile(String... extensions) {
    this.extensions = Set.of(extensions);
  }

  /**
   * @param path of a URL
   */
  static ChainedFile of(String path) {
    String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    for (ChainedFile file : values()) {
      if (file.extensions.contains(extension)) {
        return file;
      }
    }
    return SCRIPT;
  }
}
