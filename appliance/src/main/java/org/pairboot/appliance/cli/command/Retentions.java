package org.pairboot.appliance.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.pairboot.appliance.cli.command.ExitCode.UsageException;
import org.pairboot.appliance.plan.Action;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.appliance.plan.Profile;
import org.pairboot.artifacts.store.PruneResult;
import org.pairboot.artifacts.store.Retention;
import org.pairboot.artifacts.store.Retention.Pin;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;
import org.pairboot.conf.StoreSettings;

/** How many versions are kept, by the settings and the command line. */
final class Retentions {
  private Retentions() {}

  /**
   * @param keep the option --keep, which applies to all images
   * @throws SettingsException when the plans, whose images are kept, have a mistake
   */
  static Retention of(Settings settings, Optional<Integer> keep)
      throws UsageException, SettingsException, IOException {
    if (keep.isPresent() && keep.get() < 1) {
      throw new UsageException("--keep " + keep.get() + ": at least one version must be kept");
    }
    return keep.isPresent()
        ? new Retention(OptionalInt.of(keep.get()), Map.of(), pins(settings))
        : ofSettings(settings);
  }

  private static Retention ofSettings(Settings settings) throws SettingsException, IOException {
    StoreSettings store = settings.store();
    boolean all = store.keep().isEmpty() && store.keepImages().isEmpty();
    // If nothing is removed, an import need not fail because of a mistake in the plans.
    return new Retention(store.keep(), store.keepImages(), all ? List.of() : pins(settings));
  }

  /**
   * What machines boot besides the default image of the store.
   *
   * @throws SettingsException when the plans have a mistake
   */
  static List<Pin> pins(Settings settings) throws SettingsException, IOException {
    List<Pin> pins = new ArrayList<>();
    BootPlans plans = PlanReader.read(settings.boot());
    plans.image().ifPresent(image -> pins.add(new Pin(image, "the setting boot.image")));
    for (Profile profile : plans.profiles()) {
      if (profile.action() instanceof Action.Boot boot) {
        boot.image()
            .ifPresent(image ->
                pins.add(new Pin(image, "the profile " + profile.name() + " of the plans")));
      }
    }
    return pins;
  }

  /** Says why {@code kept} is still there. */
  static String text(PruneResult.Kept kept) {
    return "kept "
        + kept.image()
        + ": "
        + switch (kept.reason()) {
          case CHANNEL -> "a channel points to it";
          case PINNED ->
              "it is the default image, or the setting boot.image or a boot plan names it";
          case IN_USE -> "it is being read";
        };
  }
}
