package org.pairboot.appliance.boot.script;

import java.util.List;

/**
 * What a script makes a loader fetch and hand to the kernel, each file as the loader names it.
 *
 * @param initrds in the order in which they are loaded
 * @param arguments the kernel's, without {@code initrd=}
 */
public record BootFiles(String kernel, List<String> initrds, String arguments) {
  public BootFiles {
    initrds = List.copyOf(initrds);
  }
}
