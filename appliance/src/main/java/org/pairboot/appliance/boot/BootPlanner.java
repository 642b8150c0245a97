package org.pairboot.appliance.boot;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.appliance.plan.Action;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.artifacts.image.ArgumentTemplate;
import org.pairboot.artifacts.image.ImageSelector;
import org.pairboot.artifacts.image.ImageVersion;
import org.pairboot.artifacts.store.Snapshot;

/** Decides what a machine boots. Pure: the same images and decision give the same plan. */
final class BootPlanner {
  private static final String BY_SETTING = "by the method of the profile";

  private final Action.Boot wanted;
  private final String chosen;
  private final boolean httpAvailable;

  private BootPlanner(Action.Boot wanted, String chosen, boolean httpAvailable) {
    this.wanted = wanted;
    this.chosen = chosen;
    this.httpAvailable = httpAvailable;
  }

  /**
   * What a machine does that gets a profile.
   *
   * @param httpAvailable whether this server answers over HTTP, without which no initramfs can
   *     fetch its rootfs
   */
  static BootPlan plan(Decision decision, Snapshot images, boolean httpAvailable) {
    return switch (decision.profile().action()) {
      case Action.LocalDisk disk -> new BootPlan.LocalDisk(decision.reason());
      case Action.Boot boot -> new BootPlanner(boot, decision.reason(), httpAvailable).plan(images);
    };
  }

  private BootPlan plan(Snapshot images) {
    return wanted
        .image()
        .map(selector -> planFor(selector, images))
        .or(() -> images.latestOfAll().map(this::planFor))
        .orElseGet(() -> new BootPlan.Nothing("no image yet; add one with 'pairboot import'"));
  }

  private BootPlan planFor(ImageSelector selector, Snapshot images) {
    return images
        .find(selector)
        .map(this::planFor)
        .orElseGet(
            () -> new BootPlan.Nothing("image " + selector + " is not published (" + chosen + ")"));
  }

  private BootPlan planFor(ImageVersion image) {
    if (!httpAvailable && new ArgumentTemplate(image.kernelArguments()).wantsUrls()) {
      return new BootPlan.Nothing(
          image.ref() + " is fetched over HTTP while it boots, but http.enabled is false");
    }
    if (!image.payloads().isEmpty()) {
      return fetched(image);
    }
    if (image.rootfs().isEmpty()) {
      return boot(image, BootMethod.APPENDED, "the image has no rootfs beside its initramfs");
    }
    return switch (wanted.method()) {
      case AUTO -> automatically(image);
      case APPENDED -> boot(image, BootMethod.APPENDED, BY_SETTING);
      case CONCATENATED -> boot(image, BootMethod.CONCATENATED, BY_SETTING);
      case ROOTFS_URL ->
          image.fetchesRootfs() && httpAvailable
              ? boot(image, BootMethod.ROOTFS_URL, BY_SETTING)
              : nothingToFetchWith(image);
    };
  }

  /** Its root file system is no archive, so no loader can put it behind the initramfs. */
  private BootPlan fetched(ImageVersion image) {
    return switch (wanted.method()) {
      case AUTO, ROOTFS_URL ->
          boot(image, BootMethod.ROOTFS_URL, "the initramfs can only fetch its root file system");
      case APPENDED, CONCATENATED ->
          new BootPlan.Nothing(
              "the root file system of "
                  + image.ref()
                  + " is no initrd, so it can only be fetched; set its method to auto");
    };
  }

  private BootPlan automatically(ImageVersion image) {
    if (!image.fetchesRootfs()) {
      return boot(image, BootMethod.APPENDED, "the initramfs cannot fetch a rootfs by itself");
    }
    return httpAvailable
        ? boot(image, BootMethod.ROOTFS_URL, "the initramfs can fetch its rootfs, which is fastest")
        : boot(image, BootMethod.APPENDED, "HTTP is switched off, so the loader fetches all parts");
  }

  private BootPlan nothingToFetchWith(ImageVersion image) {
    String why =
        httpAvailable
            ? "the initramfs of " + image.ref() + " cannot fetch a rootfs"
            : "http.enabled is false";
    return new BootPlan.Nothing("the method is rootfs-url, but " + why + "; use auto or appended");
  }

  private BootPlan boot(ImageVersion image, BootMethod method, String reason) {
    String kernelArguments =
        Stream.concat(
                Arrays.stream(image.kernelArguments().strip().split("\\s+")).filter(this::isKept),
                Stream.of(wanted.addedArguments().strip()))
            .filter(argument -> !argument.isEmpty())
            .collect(Collectors.joining(" "));
    return new BootPlan.Boot(image, method, reason, chosen, kernelArguments);
  }

  private boolean isKept(String argument) {
    String name = argument.replaceFirst("=.*", "");
    return !wanted.removedArguments().contains(argument)
        && !wanted.removedArguments().contains(name);
  }
}
