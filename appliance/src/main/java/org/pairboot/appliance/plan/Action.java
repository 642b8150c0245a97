package org.pairboot.appliance.plan;

import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.image.ImageSelector;
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
   */
  record Boot(
      Optional<ImageSelector> image,
      Method method,
      String addedArguments,
      List<String> removedArguments)
      implements Action {}

  /** Start the next boot device, which mostly is the local disk. */
  record LocalDisk() implements Action {}
}
