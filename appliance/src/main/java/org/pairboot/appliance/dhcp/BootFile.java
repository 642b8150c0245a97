package org.pairboot.appliance.dhcp;

import java.util.Locale;

/**
 * What one architecture is told, in the spellings of the DHCP servers.
 *
 * @param tag a name for a tag or class
 * @param words the architecture in words
 * @param number of the architecture, decimal
 * @param file a name for TFTP, or a URL for HTTP Boot
 */
record BootFile(String tag, String words, int number, String file) {

  static BootFile of(ClientArchitecture architecture, String file) {
    return new BootFile(architecture.tag(), architecture.words(), architecture.number(), file);
  }

  /** The two bytes of option 93 as {@code 00:07}, for ISC's dhcpd. */
  public String colonHex() {
    return String.format(Locale.ROOT, "%02x:%02x", number >> 8, number & 0xff);
  }

  /** The two bytes of option 93 as {@code 0007}. */
  public String hex() {
    return String.format(Locale.ROOT, "%04x", number);
  }

  /** Five digits, as firmware writes the number into its vendor class: {@code Arch:00007}. */
  public String digits() {
    return String.format(Locale.ROOT, "%05d", number);
  }
}
