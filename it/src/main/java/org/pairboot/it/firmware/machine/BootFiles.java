package org.pairboot.it.firmware.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The boot files that the DHCP server announces.
 *
 * @param pxe the boot file for PXE firmware: a TFTP name or, for iPXE, a URL
 * @param http the URL for firmware with UEFI HTTP Boot
 * @param ipxe what iPXE gets instead, where the loader itself is iPXE
 * @param pathPrefix the prefix that lpxelinux adds to every name (option 210)
 */
public record BootFiles(
    Optional<String> pxe,
    Optional<String> http,
    Optional<String> ipxe,
    Optional<String> pathPrefix) {

  /** The same boot file for all clients. */
  public static BootFiles all(String file) {
    return new BootFiles(Optional.of(file), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same URL for all clients that boot by HTTP; nothing for others. */
  public static BootFiles byHttp(String url) {
    return new BootFiles(Optional.empty(), Optional.of(url), Optional.empty(), Optional.empty());
  }

  /** The same, but with a script for iPXE. */
  public BootFiles thenIpxe(String script) {
    return new BootFiles(pxe, http, Optional.of(script), pathPrefix);
  }

  /** The same, with a prefix for everything that the loader requests. */
  public BootFiles under(String prefix) {
    return new BootFiles(pxe, http, ipxe, Optional.of(prefix));
  }

  /** The name of the file that firmware loads first, without directories. */
  public String firstName() {
    String file = pxe.or(() -> http).orElseThrow();
    return file.substring(file.lastIndexOf('/') + 1);
  }

  /** The same as dnsmasq options. */
  List<String> options() {
    List<String> options = new ArrayList<>();
    options.add("--dhcp-match=set:ipxe,175");
    options.add("--dhcp-vendorclass=set:http,HTTPClient");
    String server = ",," + LabNetwork.SERVER;
    String others = ipxe.isPresent() ? "tag:!ipxe," : "";
    pxe.ifPresent(file -> options.add("--dhcp-boot=" + others + "tag:!http," + file + server));
    ipxe.ifPresent(script -> options.add("--dhcp-boot=tag:ipxe," + script + server));
    http.ifPresent(url -> {
      options.add("--dhcp-boot=" + others + "tag:http," + url + server);
      // Without this class in the answer, firmware takes it for a PXE offer.
      options.add("--dhcp-option-force=tag:http,60,HTTPClient");
    });
    pathPrefix.ifPresent(prefix -> options.add("--dhcp-option-force=210," + prefix));
    return options;
  }
}
