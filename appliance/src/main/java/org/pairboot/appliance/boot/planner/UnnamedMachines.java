package org.pairboot.appliance.boot.planner;

import java.util.Optional;
import org.pairboot.appliance.plan.Action;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.Profile;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.image.ImageVersion;

/**
 * What machines do that no plan names, and who decided that.
 *
 * @param image if their profile boots one, and somebody decided which
 * @param undecided what is said if nobody did
 */
public record UnnamedMachines(Profile profile, Optional<WantedImage> image, String undecided) {

  public static UnnamedMachines of(BootPlans plans, Snapshot images) {
    Profile profile = plans.fallback();
    Optional<WantedImage> image =
        profile.action() instanceof Action.Boot boot
            ? WantedImage.of(boot, plans, images)
            : Optional.empty();
    return new UnnamedMachines(profile, image, WantedImage.undecided(images));
  }

  /** Who decides in place of the default image of the store; empty where that does. */
  public Optional<String> override() {
    if (image.isPresent()) {
      return switch (image.get().origin()) {
        case PROFILE -> Optional.of(byProfile());
        case SETTING -> Optional.of("the setting boot.image");
        case DEFAULT -> Optional.empty();
      };
    }
    return profile.action() instanceof Action.Boot ? Optional.empty() : Optional.of(byProfile());
  }

  private String byProfile() {
    return "the profile " + profile.name() + " of the plans";
  }

  /** For people: a sentence that begins with "machines that no plan names". */
  public String text() {
    String by = " (" + override().orElse("'pairboot default'") + ")";
    return "machines that no plan names "
        + switch (profile.action()) {
          case Action.Boot _ ->
              version().map(what -> "boot " + what.ref() + by).orElseGet(this::nothing);
          case Action.Chain chain -> "go on with " + chain.url() + by;
          case Action.LocalDisk _ -> "boot from their disks" + by;
          case Action.Menu _ -> "get a menu" + by;
        };
  }

  private String nothing() {
    return "have nothing to boot: " + image.map(WantedImage::obstacle).orElse(undecided);
  }

  /** Whether they are to boot an image, and there is none. */
  public boolean hasNothing() {
    return profile.action() instanceof Action.Boot && version().isEmpty();
  }

  /** The version that they boot now, for the architecture that the store got first. */
  public Optional<ImageVersion> version() {
    return image.flatMap(WantedImage::version);
  }
}
