package org.pairboot.artifacts.format.live;

import java.util.Optional;
import org.pairboot.artifacts.content.KernelArguments;
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
  /** They make Ignition run, and tell it that no cloud has a further config for it. */
  public static final KernelArguments ARGUMENTS =
      KernelArguments.parse("ignition.firstboot ignition.platform.id=metal");

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
   * Which of {@link #ARGUMENTS} are not in {@code given}. One that has another value there, such as
   * another platform, is not lacking.
   */
  public static KernelArguments lackingIn(KernelArguments given) {
    return new KernelArguments(
        ARGUMENTS.all().stream().filter(argument -> !given.has(argument.name())).toList());
  }

  /** Whether Ignition itself reads it, on every system. */
  public boolean isIgnitionsOwn() {
    return path.equals(OF_IGNITION);
  }

  @Override
  public String toString() {
    return path;
  }
}
