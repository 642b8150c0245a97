package org.pairboot.appliance.boot.planner;

import java.util.List;
import org.pairboot.appliance.plan.Action;
import org.pairboot.appliance.plan.Profile;
import org.pairboot.artifacts.store.image.ImageVersion;

/** The decision what to boot, or why there is nothing to boot. */
public sealed interface BootPlan {

  /** Which machine and profile it is, and why. */
  String chosen();

  /**
   * An image version and how its parts reach the machine.
   *
   * @param script as the loader turned out to be
   * @param method a concrete one
   * @param reason why this method, for the first comment of each script
   * @param kernelArguments the image's and the user's, with places for URLs; without what the
   *     method adds
   * @param wanted what the profile says of the boot
   */
  record Boot(
      String chosen,
      Script script,
      ImageVersion image,
      BootMethod method,
      String reason,
      String kernelArguments,
      Profile profile,
      Action.Boot wanted)
      implements BootPlan {}

  /** The machine shall start its next boot device. */
  record LocalDisk(String chosen) implements BootPlan {}

  /**
   * The person in front of the machine chooses.
   *
   * @param choices the first of which is started when nobody chooses
   */
  record Menu(String chosen, Action.Menu menu, List<Choice> choices) implements BootPlan {}

  /** One line of a menu. */
  record Choice(Profile profile, BootPlan plan) {}

  /**
   * Nothing can be booted.
   *
   * @param reason one sentence that names image and remedy; shown on the machine's screen
   */
  record Nothing(String chosen, String reason) implements BootPlan {}
}
