package org.pairboot.appliance.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.pairboot.artifacts.image.ImageSelector;
import org.pairboot.artifacts.store.Pruned;
import org.pairboot.artifacts.store.Retention;
import org.pairboot.conf.Settings;

/** What the settings and the command line say of how many versions are kept. */
final class Retentions {
  private Retentions() {}

  /**
   * @param keep what the command line says, which counts for all images
   */
  static Retention of(Settings settings, Optional<Integer> keep) throws UsageException {
    if (keep.isPresent() && keep.get() < 1) {
      throw new UsageException("--keep " + keep.get() + ": at least one version has to be kept");
    }
    List<ImageSelector> pinned =
        settings.boot().image().map(ImageSelector::parse).stream().toList();
    return keep.isPresent()
        ? new Retention(OptionalInt.of(keep.get()), Map.of(), pinned)
        : new Retention(settings.store().keep(), settings.store().keepImages(), pinned);
  }

  /** Why {@code spared} is still there, for people. */
  static String text(Pruned.Spared spared) {
    return "kept "
        + spared.image()
        + ": "
        + switch (spared.reason()) {
          case CHANNEL -> "a channel points at it";
          case PINNED -> "the setting boot.image names it";
          case IN_USE -> "it is being read";
        };
  }
}
