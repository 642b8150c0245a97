package org.pairboot.appliance.boot;

import org.pairboot.artifacts.image.ImageVersion;

/** The decision what to boot, or why there is nothing to boot. */
sealed interface BootPlan {

  /**
   * An image version and how its parts reach the machine.
   *
   * @param method a concrete one
   * @param reason why this method, for the first comment of each script
   * @param chosen which machine and profile it is, and why
   * @param kernelArguments the image's and the user's, with places for URLs; without what the
   *     method adds
   */
  record Boot(
      ImageVersion image, BootMethod method, String reason, String chosen, String kernelArguments)
      implements BootPlan {}

  /**
   * The machine shall start its next boot device.
   *
   * @param chosen which machine and profile say so
   */
  record LocalDisk(String chosen) implements BootPlan {}

  /**
   * Nothing can be booted.
   *
   * @param reason one sentence that names the remedy; shown on the machine's screen
   */
  record Nothing(String reason) implements BootPlan {}
}
