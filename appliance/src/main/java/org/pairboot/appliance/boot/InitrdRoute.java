package org.pairboot.appliance.boot;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pairboot.appliance.boot.name.GeneratedPaths.Asked;
import org.pairboot.appliance.plan.Action;
import org.pairboot.appliance.plan.Action.InitrdFile;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.Profile;
import org.pairboot.artifacts.content.Content;

/** {@code initrds/PROFILE/FILE}: files of the user's that profiles add to the initrds of images. */
final class InitrdRoute {
  private final Supplier<BootPlans> plans;

  InitrdRoute(Supplier<BootPlans> plans) {
    this.plans = plans;
  }

  Optional<Content> resolve(Asked asked) {
    return plans.get().profile(asked.owner()).stream()
        .flatMap(InitrdRoute::initrds)
        .filter(initrd -> initrd.name().equals(asked.file()))
        .map(InitrdFile::content)
        .findFirst();
  }

  private static Stream<InitrdFile> initrds(Profile profile) {
    return profile.action() instanceof Action.Boot boot ? boot.initrds().stream() : Stream.empty();
  }
}
