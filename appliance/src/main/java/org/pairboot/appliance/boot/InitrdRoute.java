package org.pairboot.appliance.boot;

import java.util.Optional;
import java.util.function.Supplier;
import org.pairboot.appliance.plan.Action;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.ExtraInitrd;
import org.pairboot.appliance.plan.Profile;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Route;
import org.pairboot.artifacts.content.Content;

/** {@code initrds/PROFILE/FILE}: files of the user's that profiles add to the initrds of images. */
final class InitrdRoute implements Route {
  private static final String PREFIX = "initrds";

  private final Supplier<BootPlans> plans;

  InitrdRoute(Supplier<BootPlans> plans) {
    this.plans = plans;
  }

  static String path(Profile profile, ExtraInitrd initrd) {
    return PREFIX + "/" + profile.name() + "/" + initrd.name();
  }

  @Override
  public String name() {
    return "initrds";
  }

  @Override
  public Optional<Content> resolve(BootRequest request) {
    String[] segments = request.name().split("/");
    if (segments.length != 3 || !segments[0].equals(PREFIX)) {
      return Optional.empty();
    }
    return plans
        .get()
        .profile(segments[1])
        .filter(profile -> profile.action() instanceof Action.Boot)
        .flatMap(profile ->
            ((Action.Boot) profile.action())
                .initrds().stream()
                    .filter(initrd -> initrd.name().equals(segments[2]))
                    .map(ExtraInitrd::content)
                    .findFirst());
  }
}
