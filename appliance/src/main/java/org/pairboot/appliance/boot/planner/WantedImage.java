package org.pairboot.appliance.boot.planner;

import java.util.Optional;
import org.pairboot.appliance.plan.Action;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;

/**
 * Which image a profile boots, and who decided that: the profile itself, else the setting {@code
 * boot.image}, else {@code pairboot default}.
 *
 * @param images from which the version may be chosen
 * @param all that there are
 */
public record WantedImage(ImageSelector image, Origin origin, Snapshot images, Snapshot all) {
  /** Who decided. */
  public enum Origin {
    /** A profile of the plans names it. */
    PROFILE(""),
    /** The setting {@code boot.image} names it. */
    SETTING(", image of the setting boot.image"),
    /** The default image of the store. */
    DEFAULT(", image of 'pairboot default'");

    private final String text;

    Origin(String text) {
      this.text = text;
    }

    /** What follows the name of the profile where a decision is explained. */
    String text() {
      return text;
    }
  }

  /** Empty where nobody decided. */
  public static Optional<WantedImage> of(Action.Boot boot, BootPlans plans, Snapshot images) {
    return boot.image()
        .map(image -> new WantedImage(image, Origin.PROFILE, images, images))
        .or(() ->
            plans.image().map(image -> new WantedImage(image, Origin.SETTING, images, images)))
        .or(() ->
            images
                .defaultImage()
                .map(kept ->
                    new WantedImage(
                        kept.image(), Origin.DEFAULT, images.bootableByDefault(), images)));
  }

  /** What it is now, for the architecture that the store got first. */
  public Optional<ImageVersion> version() {
    return images.find(image);
  }

  /** Why it is nothing now, with the remedy. */
  String obstacle() {
    return all.find(image)
        .flatMap(hidden ->
            hidden
                .installer()
                .map(argument ->
                    "%s installs itself to a disk (%s); 'pairboot default %s --yes' allows that"
                        .formatted(hidden.ref(), argument, image)))
        .orElseGet(() ->
            switch (origin) {
              case PROFILE, SETTING ->
                  "image " + image + " is not published; 'pairboot images' lists those that are";
              case DEFAULT ->
                  "the default image %s is not published; choose another with 'pairboot default NAME'"
                      .formatted(image);
            });
  }

  /** What is said where nobody decided. */
  static String undecided(Snapshot images) {
    return images.images().isEmpty()
        ? "no image yet; add one with 'pairboot import'"
        : "no default image; choose one with 'pairboot default NAME'";
  }
}
