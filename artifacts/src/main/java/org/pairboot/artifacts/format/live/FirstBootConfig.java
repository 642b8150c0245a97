package org.pairboot.artifacts.format.live;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.format.cpio.NewcEntry;

/**
 * A file in an initrd by which Ignition configures a system on its first boot. A live system never
 * knows by itself that a boot is its first: without {@code ignition.firstboot} nothing reads the
 * file, and without a platform Ignition fails.
 *
 * <p>The paths are those of ignition-setup-user.sh and coreos-copy-firstboot-network.service in
 * fedora-coreos-config, and of Ignition's own provider "system"; the arguments are those that its
 * dracut module (ignition-generator) looks for. {@code coreos-installer pxe ignition wrap} and
 * {@code pxe customize} make such files.
 *
 * @param path below the root directory, without a leading slash
 */
public record FirstBootConfig(String path) {
  /** Makes Ignition run. */
  private static final String FIRST_BOOT = "ignition.firstboot";

  /** Tells Ignition that no cloud has a further config for it. */
  private static final String PLATFORM = "ignition.platform.id=metal";

  /** The kernel arguments with which it takes effect. */
  public static final String ARGUMENTS = FIRST_BOOT + " " + PLATFORM;

  /** CoreOS copies it to the other one. */
  private static final String AT_ROOT = "config.ign";

  private static final String OF_IGNITION = "usr/lib/ignition/user.ign";
  private static final String NETWORK = "etc/coreos-firstboot-network/";

  /** What {@code entry} is, if it is such a file. Ignition ignores an empty config. */
  public static Optional<FirstBootConfig> of(NewcEntry entry) {
    String path = entry.path();
    boolean config = path.equals(AT_ROOT) || path.equals(OF_IGNITION) || path.startsWith(NETWORK);
    return config && entry.header().isRegular() && entry.size() > 0
        ? Optional.of(new FirstBootConfig(path))
        : Optional.empty();
  }

  /**
   * Which of the two {@code arguments} lacks, divided by a blank. One that has another value, such
   * as another platform, is not lacking.
   */
  public static String lackingIn(String arguments) {
    List<String> names =
        Arrays.stream(arguments.strip().split("\\s+")).map(FirstBootConfig::nameOf).toList();
    return Stream.of(FIRST_BOOT, PLATFORM)
        .filter(argument -> !names.contains(nameOf(argument)))
        .collect(Collectors.joining(" "));
  }

  /** Whether Ignition itself reads it, on every system. */
  public boolean isIgnitionsOwn() {
    return path.equals(OF_IGNITION);
  }

  @Override
  public String toString() {
    return path;
  }

  private static String nameOf(String argument) {
    int equals = argument.indexOf('=');
    return equals < 0 ? argument : argument.substring(0, equals);
  }
}
