package org.pairboot.artifacts.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.fetch.download.Source.InvalidSourceException;

/**
 * A file that becomes a further initrd: the kernel unpacks it to a path in the initramfs. Some
 * installers look for their ISO there.
 *
 * @param path of the file in the initramfs, without the leading slash
 */
public record WrappedFile(Source source, String path) {
  private static final String EXAMPLE = "FILE=/PATH, such as proxmox.iso=/proxmox.iso";

  /** A cpio archive has room for more, but nobody needs it. */
  private static final Pattern SEGMENT = Pattern.compile("[!-.0-~]{1,255}");

  /** Parses {@code FILE=/PATH}. */
  public static WrappedFile parse(String text) throws InvalidSourceException {
    int at = text.lastIndexOf("=/");
    if (at <= 0) {
      throw new InvalidSourceException("'" + text + "' has no path; expected " + EXAMPLE);
    }
    String path = text.substring(at + 2);
    for (String segment : path.split("/", -1)) {
      boolean leaves = segment.equals(".") || segment.equals("..");
      if (leaves || !SEGMENT.matcher(segment).matches()) {
        throw new InvalidSourceException(
            "'/%s' cannot be a path in an initramfs; expected %s".formatted(path, EXAMPLE));
      }
    }
    return new WrappedFile(Source.parse(text.substring(0, at)), path);
  }

  /** The directories above the file, the outermost first: the kernel makes none by itself. */
  static List<String> parents(String path) {
    List<String> parents = new ArrayList<>();
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      parents.add(path.substring(0, slash));
    }
    return parents;
  }
}
