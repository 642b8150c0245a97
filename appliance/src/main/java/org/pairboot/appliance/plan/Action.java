package org.pairboot.appliance.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.conf.BootSettings.Method;

/** What machines with a profile do. */
public sealed interface Action {
  /**
   * Boot an image.
   *
   * @param image empty for the image that was published last
   * @param addedArguments kernel arguments, appended to the image's own
   * @param removedArguments kernel arguments that are removed from the image's own: whole ones, or
   *     the part before {@code =}
   * @param initrds loaded after the image's own
   * @param once whether the machine boots this once, and from its disk afterwards
   */
  record Boot(
      Optional<ImageSelector> image,
      Method method,
      PartProtocols protocols,
      String addedArguments,
      List<String> removedArguments,
      List<InitrdFile> initrds,
      boolean once)
      implements Action {
    /** With defaults for everything that the settings {@code boot.*} do not cover. */
    Boot(Optional<ImageSelector> image, Method method, String addedArguments) {
      this(image, method, PartProtocols.AUTO, addedArguments, List.of(), List.of(), false);
    }
  }

  /** Start the next boot device, usually the local disk. */
  record LocalDisk() implements Action {}

  /**
   * Show a menu on the machine's screen.
   *
   * @param timeout after which the first profile is booted
   * @param profiles their names; none of them is a menu
   */
  record Menu(String title, Duration timeout, List<String> profiles) implements Action {}

  /** The protocol by which each part of an image reaches a machine. */
  record PartProtocols(Choice kernel, Choice initramfs, Choice rootfs) {
    public static final PartProtocols AUTO =
        new PartProtocols(Choice.AUTO, Choice.AUTO, Choice.AUTO);

    /** A protocol, or {@code AUTO} for the one that suits the loader. */
    public enum Choice {
      AUTO,
      TFTP,
      HTTP,
      HTTPS
    }
  }

  /**
   * A file of the user's that is loaded as an initrd.
   *
   * @param name its file name, under which it is served
   */
  record InitrdFile(String name, Content content) {}
}
