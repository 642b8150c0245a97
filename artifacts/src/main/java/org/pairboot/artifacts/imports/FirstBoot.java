package org.pairboot.artifacts.imports;

import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.format.live.FirstBootConfig;
import org.pairboot.artifacts.format.live.ImageForm;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.store.image.PartName;

/**
 * What becomes of a {@link FirstBootConfig} in an initrd, which a system ignores unless kernel
 * arguments tell it that this is its first boot. A CoreOS live system gets them; for others, which
 * may not even know them, there is a note.
 *
 * @param arguments all kernel arguments of the image
 * @param note what was done, or what is left to do
 */
record FirstBoot(String arguments, Optional<String> note) {

  /** A config, and the initrd that has it. */
  record Found(PartName initrd, FirstBootConfig config) {}

  /**
   * Decides for the first config that was found.
   *
   * @param arguments those of the system and of the user
   * @param found in the order of the initrds
   * @param initramfs if there is one
   */
  static FirstBoot of(
      String arguments,
      List<Found> found,
      Optional<InitramfsFacts> initramfs,
      Optional<Preset> preset) {
    KernelArguments given = KernelArguments.parse(arguments);
    KernelArguments lacking = FirstBootConfig.lackingIn(given);
    if (found.isEmpty() || lacking.isEmpty()) {
      return new FirstBoot(arguments, Optional.empty());
    }
    String subject =
        "%s contains %s, which ".formatted(found.getFirst().initrd(), found.getFirst().config());
    if (preset.equals(Optional.of(Preset.FLATCAR))) {
      return new FirstBoot(arguments, forFlatcar(found.getFirst().config()).map(subject::concat));
    }
    return initramfs.filter(FirstBoot::isCoreos).isPresent()
        ? new FirstBoot(
            given.plus(lacking).toString(),
            Optional.of(
                subject + "takes effect on a first boot only; added the arguments " + lacking))
        : new FirstBoot(
            arguments,
            Optional.of(
                subject
                    + "has no effect without the arguments "
                    + lacking
                    + "; if this system reads it, pass them with --args"));
  }

  /** The first images, of 2019, have no cookie yet, but their root file system shows. */
  private static boolean isCoreos(InitramfsFacts facts) {
    return facts.isLive() || facts.form() instanceof ImageForm.Fat;
  }

  /** It has an argument of its own, and reads the directory of its OEM (ignition-setup.sh). */
  private static Optional<String> forFlatcar(FirstBootConfig config) {
    return config.isIgnitionsOwn()
        ? Optional.empty()
        : Optional.of("Flatcar does not read; its place there is usr/share/oem/config.ign");
  }
}
