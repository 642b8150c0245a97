package org.pairboot.appliance.boot;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.image.ArgumentTemplate;
import org.pairboot.artifacts.image.ImageSelector;
import org.pairboot.artifacts.image.ImageVersion;
import org.pairboot.artifacts.image.InvalidNameException;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.conf.BootSettings;

/** Decides what a machine boots. Pure: the same images and settings give the same plan. */
final class BootPlanner {
  private static final String BY_SETTING = "by the setting boot.method";

  private final BootSettings settings;
  private final Optional<ImageSelector> wanted;
  private final boolean httpAvailable;

  /**
   * @param httpAvailable whether this server answers over HTTP, without which no initramfs can
   *     fetch its rootfs
   * @throws InvalidNameException when {@code boot.image} cannot be the name of an image
   */
  BootPlanner(BootSettings settings, boolean httpAvailable) {
    this.settings = settings;
    this.wanted = settings.image().map(ImageSelector::parse);
    this.httpAvailable = httpAvailable;
  }

  BootPlan plan(Snapshot images) {
    return wanted
        .map(selector -> planFor(selector, images))
        .or(() -> images.latestOfAll().map(this::planFor))
        .orElseGet(() -> new BootPlan.Nothing("no image yet; add one with 'pairboot import'"));
  }

  private BootPlan planFor(ImageSelector selector, Snapshot images) {
    return images
        .find(selector)
        .map(this::planFor)
        .orElseGet(() ->
            new BootPlan.Nothing("boot.image names " + selector + ", which is not published"));
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
    return switch (settings.method()) {
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
    return switch (settings.method()) {
      case AUTO, ROOTFS_URL ->
          boot(image, BootMethod.ROOTFS_URL, "the initramfs can only fetch its root file system");
      case APPENDED, CONCATENATED ->
          new BootPlan.Nothing(
              "the root file system of "
                  + image.ref()
                  + " is no initrd, so it can only be fetched; set boot.method to auto");
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
    return new BootPlan.Nothing("boot.method is rootfs-url, but " + why + "; use auto or appended");
  }

  private BootPlan boot(ImageVersion image, BootMethod method, String reason) {
    String kernelArguments =
        Stream.of(image.kernelArguments(), settings.kernelArguments())
            .filter(arguments -> !arguments.isBlank())
            .map(String::strip)
            .collect(Collectors.joining(" "));
    return new BootPlan.Boot(image, method, reason, kernelArguments);
  }
}
