package org.pairboot.appliance.document;

import java.util.Map;
import java.util.TreeMap;

/**
 * The variables of documents that come from a machine and the server; the user's own are added to
 * them. An unknown one is the empty text, which {@code {{^serial}}} tests for, so a template that
 * can be filled in for one machine can be filled in for all.
 *
 * @param mac with colons, in lower case
 * @param hostname the user's, or else the name of the machine in the plans
 * @param address from which the machine sends requests
 * @param httpUrl the base URL of this server, without a trailing slash
 * @param httpsUrl the same for HTTPS
 * @param tftpUrl the same for TFTP
 * @param documentsUrl the base URL of the machine's documents, without a trailing slash
 * @param bootedUrl the URL by which the machine reports that its system runs
 */
public record MachineVariables(
    String mac,
    String uuid,
    String serial,
    String assetTag,
    String hostname,
    String address,
    String httpUrl,
    String httpsUrl,
    String tftpUrl,
    String documentsUrl,
    String bootedUrl) {

  /** Those of an imaginary machine, for checks without a real one. */
  public static final MachineVariables EXAMPLE =
      new MachineVariables(
          "52:54:00:12:34:56",
          "b3a1c3f0-5c1e-4c7b-9d55-525400123456",
          "SERIAL1",
          "ASSET1",
          "machine1",
          "192.0.2.10",
          "http://192.0.2.1",
          "https://192.0.2.1",
          "tftp://192.0.2.1",
          "http://192.0.2.1/documents/mac=52-54-00-12-34-56",
          "http://192.0.2.1/boot/mac=52-54-00-12-34-56/booted?token=1-abcdefghijklmnopqrstuvwxyz");

  /**
   * All variables by name.
   *
   * @param own the user's: texts, numbers, booleans, lists and maps; they override the machine's
   */
  public Map<String, Object> with(Map<String, ?> own) {
    Map<String, Object> all = new TreeMap<>();
    all.put("mac", mac);
    all.put("uuid", uuid);
    all.put("serial", serial);
    all.put("asset-tag", assetTag);
    all.put("hostname", hostname);
    all.put("address", address);
    all.put("http-url", httpUrl);
    all.put("https-url", httpsUrl);
    all.put("tftp-url", tftpUrl);
    all.put("documents-url", documentsUrl);
    all.put("booted-url", bootedUrl);
    all.putAll(own);
    return all;
  }
}
