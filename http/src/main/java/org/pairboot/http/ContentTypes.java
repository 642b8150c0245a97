package org.pairboot.http;

import java.util.Locale;

/** The media type of a name. */
final class ContentTypes {
  static final String TEXT = "text/plain; charset=utf-8";
  private static final String EFI = "application/efi";
  private static final String BYTES = "application/octet-stream";

  private ContentTypes() {}

  static String of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".efi")) {
      // UEFI HTTP Boot decides by this type, before it looks at the extension.
      return EFI;
    }
    boolean script = lower.endsWith(".ipxe") || lower.endsWith(".cfg");
    return script || lower.startsWith("pxelinux.cfg/") ? TEXT : BYTES;
  }
}
