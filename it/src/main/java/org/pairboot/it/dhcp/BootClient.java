package org.pairboot.it.dhcp;

import java.util.Locale;
import java.util.Optional;

/**
 * How a network boot client identifies itself in a DHCPDISCOVER.
 *
 * @param name for people
 * @param vendorClass option 60
 * @param architecture option 93
 * @param userClass option 77, raw, as iPXE sends it
 * @param ipxeOptions whether option 175 is there
 */
record BootClient(
    String name,
    Optional<String> vendorClass,
    Optional<Integer> architecture,
    Optional<String> userClass,
    boolean ipxeOptions) {

  /** Firmware that boots by TFTP. */
  public static BootClient pxe(int architecture) {
    return of("pxe-" + architecture, "PXEClient", architecture);
  }

  /** Firmware with UEFI HTTP Boot. */
  public static BootClient http(int architecture) {
    return of("http-" + architecture, "HTTPClient", architecture);
  }

  /** iPXE on an architecture; old builds may send only one of the two options that identify it. */
  public static BootClient ipxe(int architecture, boolean userClass, boolean ipxeOptions) {
    BootClient below = of("ipxe-" + architecture, "PXEClient", architecture);
    return new BootClient(
        below.name + (userClass ? "-77" : "") + (ipxeOptions ? "-175" : ""),
        below.vendorClass,
        below.architecture,
        userClass ? Optional.of("iPXE") : Optional.empty(),
        ipxeOptions);
  }

  /** A client that requests an address but does not boot from the network. */
  public static BootClient ordinary() {
    return new BootClient("ordinary", Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  private static BootClient of(String name, String vendorClass, int architecture) {
    return new BootClient(
        name,
        Optional.of(
            String.format(Locale.ROOT, "%s:Arch:%05d:UNDI:003001", vendorClass, architecture)),
        Optional.of(architecture),
        Optional.empty(),
        false);
  }
}
