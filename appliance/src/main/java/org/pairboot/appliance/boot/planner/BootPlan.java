package org.pairboot.appliance.boot.planner;

import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.plan.Action;
import org.pairboot.appliance.plan.Profile;
import org.pairboot.artifacts.content.ArgumentTemplate;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.store.image.ImageVersion;

/** The decision what to boot, or why there is nothing to boot. */
public sealed interface BootPlan {

  /** Which machine and profile it is, and why. */
  String chosen();

  /** Whether the machine boots this only once. */
  default boolean isOneTime() {
    return false;
  }

  /**
   * An image version and how its parts reach the machine.
   *
   * @param script as the loader turned out to be
   * @param method a concrete one
   * @param reason why this method, for the first comment of each script
   * @param kernelArguments the image's, the profile's and the machine's, with words in braces for
   *     URLs; without what the method adds
   * @param tellsCard whether {@code BOOTIF} tells the kernel by which network card it was booted
   * @param wanted what the profile says of the boot
   * @param onlyOn the platforms that can start the image, where the loader has to compare its own;
   *     empty where there is no doubt
   */
  record Boot(
      String chosen,
      Script script,
      ImageVersion image,
      BootMethod method,
      String reason,
      KernelArguments kernelArguments,
      boolean tellsCard,
      Profile profile,
      Action.Boot wanted,
      List<Platform> onlyOn)
      implements BootPlan {
    /** Whether the machine is told where to report that its system runs. */
    public boolean reports() {
      return new ArgumentTemplate(kernelArguments.toString()).words().contains("booted_url")
          || profile.documents().all().stream().anyMatch(document -> document.uses("booted-url"));
    }

    @Override
    public boolean isOneTime() {
      return wanted.once();
    }
  }

  /**
   * What another server has.
   *
   * @param url of characters that URLs may have
   */
  record Chain(String chosen, String url, ChainedFile file) implements BootPlan {}

  /**
   * The machine starts its next boot device.
   *
   * @param refusal why it gets no one-time boot, if it could have had one
   */
  record LocalDisk(String chosen, Optional<String> refusal) implements BootPlan {
    /** As the plans want it. */
    public LocalDisk(String chosen) {
      this(chosen, Optional.empty());
    }
  }

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
