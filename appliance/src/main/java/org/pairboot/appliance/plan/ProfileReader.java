package org.pairboot.appliance.plan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pairboot.appliance.document.DocumentSet;
import org.pairboot.appliance.plan.Action.InitrdFile;
import org.pairboot.appliance.plan.Action.PartProtocols;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.InvalidNameException;
import org.pairboot.conf.BootSettings.Method;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.SettingsLoader;
import org.pairboot.conf.SettingsReader;
import org.pairboot.conf.file.TextFile;

/** Reads one profile and the files that it names. */
final class ProfileReader {
  private static final Config DEFAULTS =
      SettingsLoader.defaults(ProfileReader.class, "profile.conf");
  private static final String PROTOCOL = "protocol";

  /** File names that every loader can request. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /** Longer than anybody waits at a menu; what is longer is a mistake in the unit. */
  private static final Duration LONGEST_MENU = Duration.ofHours(1);

  private final String name;
  private final ConfigObject given;
  private final PlanFiles files;
  private final List<Mistake> mistakes;
  private final String location;
  private final SettingsReader reader;

  private ProfileReader(String name, ConfigObject given, PlanFiles files, List<Mistake> mistakes) {
    this.name = name;
    this.given = given;
    this.files = files;
    this.mistakes = mistakes;
    this.location = "profiles." + name + ".";
    this.reader = SettingsReader.ofSection(given, DEFAULTS, location, mistakes);
  }

  /** The values of {@code action}. */
  private enum ActionKind {
    BOOT,
    CHAIN,
    LOCAL_DISK,
    MENU
  }

  /** The values of {@code next-boot}. */
  private enum NextBoot {
    ALWAYS,
    ONCE
  }

  static Profile read(String name, ConfigObject given, PlanFiles files, List<Mistake> mistakes) {
    return new ProfileReader(name, withAllProtocols(given), files, mistakes).read();
  }

  /** Expands {@code protocol = http}, which is short for the same protocol for all parts. */
  private static ConfigObject withAllProtocols(ConfigObject given) {
    ConfigValue protocol = given.get(PROTOCOL);
    if (protocol == null || protocol instanceof ConfigObject) {
      return given;
    }
    Map<String, ConfigValue> all =
        Map.of("kernel", protocol, "initramfs", protocol, "rootfs", protocol);
    return given.withValue(PROTOCOL, ConfigValueFactory.fromMap(all).withOrigin(protocol.origin()));
  }

  private Profile read() {
    Action action =
        switch (reader.oneOf("action", ActionKind.class)) {
          case BOOT -> boot();
          case CHAIN -> chain();
          case LOCAL_DISK -> new Action.LocalDisk();
          case MENU -> menu();
        };
    String title = reader.line("title");
    DocumentsReader documents = new DocumentsReader(location, files, mistakes);
    DocumentSet all = documents.read(given.get("documents"));
    return new Profile(
        name,
        title.isEmpty() ? name : title,
        action,
        all,
        documents.initrd(),
        variables(given.get("variables")));
  }

  /**
   * The variables of a profile or machine.
   *
   * @param section null when there is none
   */
  static Map<String, Object> variables(ConfigValue section) {
    return section instanceof ConfigObject variables ? variables.unwrapped() : Map.of();
  }

  private Action boot() {
    return new Action.Boot(
        reader.parsed("image", "NAME, NAME@VERSION, NAME@CHANNEL or nothing", ProfileReader::image),
        reader.oneOf("method", Method.class),
        new PartProtocols(
            reader.oneOf("protocol.kernel", PartProtocols.Choice.class),
            reader.oneOf("protocol.initramfs", PartProtocols.Choice.class),
            reader.oneOf("protocol.rootfs", PartProtocols.Choice.class)),
        ArgumentChange.read(reader),
        initrds(),
        reader.oneOf("next-boot", NextBoot.class) == NextBoot.ONCE);
  }

  private Action chain() {
    String url = reader.line("url");
    if (url.isEmpty()) {
      mistakes.add(
          Mistake.at(
              given.origin(), location + "url", "missing; expected " + Action.Chain.EXPECTED));
    } else if (!Action.Chain.isUrl(url)) {
      reader.reject("url", Mistake.invalid("\"" + url + "\"", Action.Chain.EXPECTED));
    }
    return new Action.Chain(url);
  }

  private Action menu() {
    List<String> profiles = reader.parsedList("menu.profiles", "a list of profiles", Optional::of);
    if (profiles.isEmpty()) {
      reader.reject("menu.profiles", "missing; list the profiles to choose from");
    }
    return new Action.Menu(
        reader.line("menu.title"),
        reader.duration("menu.timeout", Duration.ofSeconds(1), LONGEST_MENU),
        profiles);
  }

  private List<InitrdFile> initrds() {
    List<InitrdFile> initrds = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Path file : reader.parsedList("initrds", "a list of files", text -> path(text))) {
      try {
        InitrdFile initrd = files.initrd(file);
        if (!NAME.matcher(initrd.name()).matches()) {
          reader.reject(
              "initrds",
              "loaders cannot request a file named '"
                  + initrd.name()
                  + "'; rename it to letters, digits, dots, dashes and underscores");
        } else if (!names.add(initrd.name())) {
          reader.reject("initrds", "two files are named " + initrd.name() + "; rename one of them");
        }
        initrds.add(initrd);
      } catch (IOException e) {
        reader.reject("initrds", "cannot read " + file + ": " + TextFile.reason(e));
      }
    }
    return initrds;
  }

  private Optional<Path> path(String text) {
    ConfigValue value = given.get("initrds");
    return files.path(text, value == null ? given.origin() : value.origin());
  }

  private static Optional<Optional<ImageSelector>> image(String text) {
    try {
      return Optional.of(Optional.of(text).filter(t -> !t.isEmpty()).map(ImageSelector::parse));
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }
}
