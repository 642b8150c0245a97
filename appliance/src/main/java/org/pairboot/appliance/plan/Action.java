package org.pairboot.appliance.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.conf.BootSettings.Method;

/** What a profile has a machine do. */
public sealed interface Action {

  /**
   * Boot an image.
   *
   * @param image empty for the one published last
   * @param addedArguments behind the image's own kernel arguments
   * @param removedArguments taken out of the image's own: whole ones, or by their names in front of
   *     {@code =}
   * @param initrds behind the image's own
   * @param once whether the machine boots so once, and from its disk from then on
   */
  record Boot(
      Optional<ImageSelector> image,
      Method method,
      PartProtocols protocols,
      String addedArguments,
      List<String> removedArguments,
      List<ExtraInitrd> initrds,
      boolean once)
      implements Action {

    /** Without anything but what the settings have. */
    public Boot(Optional<ImageSelector> image, Method method, String addedArguments) {
      this(image, method, PartProtocols.AUTO, addedArguments, List.of(), List.of(), false);
    }
  }

  /** Start the next boot device, which mostly is the local disk. */
  record LocalDisk() implements Action {}

  /**
   * Let the person in front of the machine choose.
   *
   * @param timeout after which the first one is started
   * @param profiles by name, none of which is a menu
   */
  record Menu(String title, Duration timeout, List<String> profiles) implements Action {}
}
