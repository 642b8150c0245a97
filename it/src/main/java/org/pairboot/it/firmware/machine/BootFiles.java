package org.pairboot.it.firmware.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the DHCP server tells machines to load.
 *
 * @param pxe the boot file of firmware that asks by PXE: a name for TFTP or, for iPXE, a URL
 * @param http the URL for firmware that boots by HTTP
 * @param ipxe what iPXE gets instead, for loaders that are iPXE themselves
 * @param pathPrefix what lpxelinux puts in front of every name (option 210)
 */
public record BootFiles(
    Optional<String> pxe,
    Optional<String> http,
    Optional<String> ipxe,
    Optional<String> pathPrefix) {

  /** The same boot file for everybody. */
  public static BootFiles all(String file) {
    return new BootFiles(Optional.of(file), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same URL for everybody who boots by HTTP, and nothing for others. */
  public static BootFiles byHttp(String url) {
    return new BootFiles(Optional.empty(), Optional.of(url), Optional.empty(), Optional.empty());
  }

  /** The same, but for iPXE. */
  public BootFiles thenIpxe(String script) {
    return new BootFiles(pxe, http, Optional.of(script), pathPrefix);
  }

  /** The same with a prefix for all that the loader asks for. */
  public BootFiles under(String prefix) {
    return new BootFiles(pxe, http, ipxe, Optional.of(prefix));
  }

  /** The name of what firmware loads first, without directories. */
  public String firstName() {
    String file = pxe.or(() -> http).orElseThrow();
    return file.substring(file.lastIndexOf('/') + 1);
  }

  /** As options of dnsmasq. */
  List<String> options() {
    List<String> options = new ArrayList<>();
    options.add("--dhcp-match=set:ipxe,175");
    options.add("--dhcp-vendorclass=set:http,HTTPClient");
    String server = ",," + Wire.SERVER;
    String others = ipxe.isPresent() ? "tag:!ipxe," : "";
    pxe.ifPresent(file -> options.add("--dhcp-boot=" + others + "tag:!http," + file + server));
    ipxe.ifPresent(script -> options.add("--dhcp-boot=tag:ipxe," + script + server));
    http.ifPresent(url -> {
      options.add("--dhcp-boot=" + others + "tag:http," + url + server);
      // Without the same class in the answer, firmware takes it for a PXE offer.
      options.add("--dhcp-option-force=tag:http,60,HTTPClient");
    });
    pathPrefix.ifPresent(prefix -> options.add("--dhcp-option-force=210," + prefix));
    return options;
  }
}
