package org.pairboot.it.dhcp;

import java.util.Locale;
import java.util.Optional;

/**
 * What a network boot client says of itself in a DHCPDISCOVER.
 *
 * @param name for people
 * @param vendorClass option 60
 * @param architecture option 93
 * @param userClass option 77, raw, as iPXE sends it
 * @param ipxeOptions whether option 175 is there
 */
record Firmware(
    String name,
    Optional<String> vendorClass,
    Optional<Integer> architecture,
    Optional<String> userClass,
    boolean ipxeOptions) {

  /** Firmware that boots by TFTP. */
  public static Firmware pxe(int architecture) {
    return of("pxe-" + architecture, "PXEClient", architecture);
  }

  /** Firmware with UEFI HTTP Boot. */
  public static Firmware http(int architecture) {
    return of("http-" + architecture, "HTTPClient", architecture);
  }

  /** iPXE on firmware of an architecture; old builds of it may send only one of its two marks. */
  public static Firmware ipxe(int architecture, boolean userClass, boolean ipxeOptions) {
    Firmware below = of("ipxe-" + architecture, "PXEClient", architecture);
    return new Firmware(
        below.name + (userClass ? "-77" : "") + (ipxeOptions ? "-175" : ""),
        below.vendorClass,
        below.architecture,
        userClass ? Optional.of("iPXE") : Optional.empty(),
        ipxeOptions);
  }

  /** A client that wants an address and does not boot from the network. */
  public static Firmware ordinary() {
    return new Firmware("ordinary", Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  private static Firmware of(String name, String vendorClass, int architecture) {
    return new Firmware(
        name,
        Optional.of(
            String.format(Locale.ROOT, "%s:Arch:%05d:UNDI:003001", vendorClass, architecture)),
        Optional.of(architecture),
        Optional.empty(),
        false);
  }
}
