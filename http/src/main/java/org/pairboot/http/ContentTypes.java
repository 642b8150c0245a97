package org.pairboot.http;

import java.util.Locale;

/** The media type of a name. */
final class ContentTypes {
  static final String TEXT = "text/plain; charset=utf-8";
  private static final String EFI = "application/efi";
  private static final String ISO = "application/vnd.efi-iso";
  private static final String BYTES = "application/octet-stream";

  private ContentTypes() {}

  static String of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    // UEFI HTTP Boot decides by these types, before it looks at the extension. It has one for disk
    // images too, which ".img" does not get: here that is an initramfs or a rootfs.
    if (lower.endsWith(".efi")) {
      return EFI;
    }
    if (lower.endsWith(".iso")) {
      return ISO;
    }
    boolean script = lower.endsWith(".ipxe") || lower.endsWith(".cfg");
    return script || lower.startsWith("pxelinux.cfg/") ? TEXT : BYTES;
  }
}
