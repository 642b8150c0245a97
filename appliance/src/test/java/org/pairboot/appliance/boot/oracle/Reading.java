package org.pairboot.appliance.boot.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.boot.planner.Script;

/** What a loader does with a script. */
public final class Reading {
  /** The network card from which the loader boots. */
  public static final String MAC = "52-54-00-00-00-01";

  /** What the loader hands to the kernel. */
  Optional<String> commandLine = Optional.empty();

  /** Titles, the text of menus and messages, in the order in which they are in the script. */
  final List<String> shown = new ArrayList<>();

  /** The scripts and programs that it continues with. */
  final List<String> next = new ArrayList<>();

  Reading() {}

  /**
   * Reads {@code text} as the loader of {@code script} does when everything arrives; or when
   * nothing does, as far as the loader takes notice of that.
   */
  public static Reading of(Script script, String text, boolean arrives) {
    return switch (script) {
      case PXELINUX -> new PxelinuxReader().read(text);
      case U_BOOT -> new UBootReader().read(text);
      case GRUB -> new GrubReader().read(text);
      case IPXE -> new IpxeReader(arrives).read(text);
      case PI_CONFIG, PI_COMMAND_LINE -> commandLineFile(text);
    };
  }

  private static Reading commandLineFile(String text) {
    Reading reading = new Reading();
    reading.commandLine = text.lines().findFirst();
    return reading;
  }

  public Optional<String> commandLine() {
    return commandLine;
  }

  public List<String> shown() {
    return shown;
  }

  public List<String> next() {
    return next;
  }
}
