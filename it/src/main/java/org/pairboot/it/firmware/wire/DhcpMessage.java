package org.pairboot.it.firmware.wire;

/**
 * A message of DHCP.
 *
 * @param type such as {@code DISCOVER}
 * @param vendorClass option 60
 * @param userClass option 77
 * @param architecture option 93, or -1
 * @param bootFile option 67 or the header's field
 */
record DhcpMessage(
    String type, String vendorClass, String userClass, int architecture, String bootFile) {
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("DHCP ").append(type);
    append(text, "class", vendorClass);
    append(text, "user", userClass);
    append(text, "arch", architecture < 0 ? "" : String.valueOf(architecture));
    append(text, "file", bootFile);
    return text.toString();
  }

  private static void append(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      text.append(' ').append(name).append('=').append(value);
    }
  }
}
