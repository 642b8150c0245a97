package org.pairboot.tftp.event;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Names that loaders try on every boot and do without. Warning about them makes people look for a
 * fault where there is none.
 */
final class ExpectedMisses {
  private static final List<Pattern> NAMES =
      List.of(
          // PXELINUX: by UUID, by MAC, by ever shorter prefixes of the address; only "default" is
          // its last hope.
          Pattern.compile("(.*/)?pxelinux\\.cfg/(?!default$).*"),
          // GRUB: the same in its own spelling, and its module lists.
          Pattern.compile("(.*/)?grub\\.cfg-.*"),
          Pattern.compile("(.*/)?[a-z0-9_]+-[a-z0-9]+/(command|fs|crypto|terminal)\\.lst"),
          // shim: revocation lists that may lie beside it.
          Pattern.compile("(.*/)?revocations(_[a-z]+)?\\.efi"));

  private ExpectedMisses() {}

  static boolean contains(String name) {
    return NAMES.stream().anyMatch(pattern -> pattern.matcher(name).matches());
  }
}
