package org.pairboot.appliance.plan;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pairboot.artifacts.content.ArgumentTemplate;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.conf.BootSettings.Method;

/** What machines with a profile do. */
public sealed interface Action {
  /**
   * Boot an image.
   *
   * @param image empty for the image of the setting {@code boot.image}, else the default image
   * @param arguments what is done to the image's kernel arguments
   * @param initrds loaded after the image's own
   * @param once whether the machine boots this once, and from its disk afterwards
   */
  record Boot(
      Optional<ImageSelector> image,
      Method method,
      PartProtocols protocols,
      ArgumentChange arguments,
      List<InitrdFile> initrds,
      boolean once)
      implements Action {
    /** With defaults for everything that the settings {@code boot.*} do not cover. */
    Boot(Optional<ImageSelector> image, Method method, ArgumentChange arguments) {
      this(image, method, PartProtocols.AUTO, arguments, List.of(), false);
    }
  }

  /**
   * Go on with what another server has.
   *
   * @param url HTTP, HTTPS or TFTP, with words in braces; see {@link MachineWords}
   */
  record Chain(String url) implements Action {
    static final String EXPECTED =
        "a URL such as http://192.0.2.9:8080/ipxe?mac={mac}, of http, https or tftp";

    private static final Set<String> SCHEMES = Set.of("http", "https", "tftp");

    /** Whether loaders can be told {@code url}. */
    static boolean isUrl(String url) {
      try {
        // Braces are for words only, and a word is filled in with what a URL may have.
        URI example = new URI(new ArgumentTemplate(url).fill(_ -> Optional.of("x")).toString());
        return SCHEMES.contains(String.valueOf(example.getScheme()))
            && example.getHost() != null
            && example.getRawUserInfo() == null
            && example.getRawFragment() == null;
      } catch (URISyntaxException e) {
        return false;
      }
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
