package org.pairboot.appliance.plan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.image.ImageSelector;
import org.pairboot.artifacts.image.InvalidNameException;
import org.pairboot.conf.BootSettings.Method;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.SettingsReader;

/** Reads one profile. */
final class ProfileReader {
  private static final Config DEFAULTS =
      ConfigFactory.parseResources(ProfileReader.class, "profile.conf");

  private ProfileReader() {}

  private enum Deed {
    BOOT,
    LOCAL_DISK
  }

  static Profile read(String name, ConfigObject given, List<Mistake> mistakes) {
    SettingsReader reader =
        SettingsReader.ofSection(given, DEFAULTS, "profiles." + name + ".", mistakes);
    Action.Boot boot =
        new Action.Boot(
            reader.parsed(
                "image", "nothing, or NAME, NAME@VERSION or NAME@CHANNEL", ProfileReader::image),
            reader.oneOf("method", Method.class),
            reader.line("kernel-arguments.add"),
            words(reader.line("kernel-arguments.remove")));
    return switch (reader.oneOf("action", Deed.class)) {
      case BOOT -> new Profile(name, boot);
      case LOCAL_DISK -> new Profile(name, new Action.LocalDisk());
    };
  }

  private static Optional<Optional<ImageSelector>> image(String text) {
    try {
      return Optional.of(Optional.of(text).filter(t -> !t.isEmpty()).map(ImageSelector::parse));
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }
}
