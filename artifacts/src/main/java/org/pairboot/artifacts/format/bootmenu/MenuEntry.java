package org.pairboot.artifacts.format.bootmenu;

import java.util.List;
import org.pairboot.artifacts.content.KernelArguments;

/**
 * What one entry of a boot menu starts.
 *
 * @param title as the menu shows it, printable
 * @param from the path of the file that has the entry
 * @param kernel its path on the medium: names joined by single slashes
 * @param initrds their paths, in the order in which the kernel unpacks them
 * @param arguments for the kernel, as the medium boots with them
 */
public record MenuEntry(
    String title, String from, String kernel, List<String> initrds, KernelArguments arguments) {
  public MenuEntry {
    initrds = List.copyOf(initrds);
  }

  /** Whether both start the same. */
  boolean startsTheSameAs(MenuEntry other) {
    return kernel.equals(other.kernel)
        && initrds.equals(other.initrds)
        && arguments.equals(other.arguments);
  }
}
