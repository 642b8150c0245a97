package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pairboot.appliance.boot.planner.ProfileTrial;
import org.pairboot.appliance.host.ServiceUser;
import org.pairboot.appliance.plan.Action;
import org.pairboot.appliance.plan.BootPlans.Machine;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.appliance.plan.Profile;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.conf.LoadedSettings;
import org.pairboot.conf.LoadedSettings.EffectiveSetting;
import org.pairboot.conf.Mistake;
import org.pairboot.tftp.transfer.Allowance;
import org.pairboot.tftp.transport.PortPool;

/**
 * What looks wrong in settings and plans, though a server starts with it: what otherwise only a
 * machine would find.
 */
public final class ConfigWarnings {
  private static final String PLANS = "boot.plans";
  private static final String POOL_PORTS = "tftp.pool-ports";
  private static final String TEMPLATES = "boot.templates";

  private final LoadedSettings loaded;
  private final PlanReader plans;
  private final Optional<ServiceUser> user;

  public ConfigWarnings(LoadedSettings loaded, PlanReader plans) {
    this(loaded, plans, ServiceUser.ownerOf(loaded.settings().dataDir()));
  }

  ConfigWarnings(LoadedSettings loaded, PlanReader plans, Optional<ServiceUser> user) {
    this.loaded = loaded;
    this.plans = plans;
    this.user = user;
  }

  /** Places that do not exist, files that are ignored, and those that the server cannot read. */
  public List<Mistake> files() throws IOException {
    List<Mistake> warnings = new ArrayList<>();
    for (Path place : loaded.settings().boot().plans()) {
      missing(place, PLANS).ifPresent(warnings::add);
      if (Files.isDirectory(place) && Files.isReadable(place)) {
        warnings.addAll(ignored(place));
      }
    }
    Optional<Path> templates = loaded.settings().boot().templates();
    templates.flatMap(place -> missing(place, TEMPLATES)).ifPresent(warnings::add);
    Stream.of(
            loaded.file().stream(),
            loaded.settings().boot().plans().stream(),
            plans.files().stream(),
            templates.stream())
        .flatMap(files -> files)
        .flatMap(file -> unreadable(file).stream())
        .forEach(warnings::add);
    return warnings;
  }

  /** Of the limit of open files that this process has; a server that runs may have another. */
  public Optional<Mistake> openFiles() {
    // Two addresses: those of IPv4 and IPv6.
    PortPool.Numbers ports = PortPool.Numbers.of(loaded.settings().tftp(), 1, 2);
    return ports
        .shortage()
        .filter(why -> !Allowance.isSecret(ports.total()))
        .map(why -> new Mistake("ulimit -n", "", "a server with this limit: " + why));
  }

  /** Ports for transfers that are so few that forged packets can guess them. */
  public Optional<Mistake> ports() {
    return loaded
        .settings()
        .tftp()
        .poolPorts()
        .filter(range -> !Allowance.isSecret(range.size()))
        .flatMap(range ->
            setting(POOL_PORTS)
                .map(from ->
                    new Mistake(
                        from.place(),
                        POOL_PORTS,
                        "%d ports are easy to guess, so windows have at most 3 blocks, and forged packets cause up to 4 others each; use 512, such as %d-%d, or auto"
                            .formatted(
                                range.size(),
                                Math.min(range.first(), 65_535 - 511),
                                Math.min(range.first(), 65_535 - 511) + 511))));
  }

  /** The default places need not exist. */
  private Optional<Mistake> missing(Path place, String key) {
    return Files.exists(place)
        ? Optional.empty()
        : setting(key).map(from -> new Mistake(from.place(), key, place + " does not exist"));
  }

  /** Where the value of {@code key} comes from, unless it is the default. */
  private Optional<EffectiveSetting> setting(String key) {
    return loaded.effective().stream()
        .filter(setting -> setting.key().equals(key) && !setting.place().equals("default"))
        .findFirst();
  }

  private List<Mistake> ignored(Path directory) throws IOException {
    Set<Path> used = new HashSet<>(plans.files());
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .sorted()
          .filter(entry -> !used.contains(entry))
          .filter(entry -> used.stream().noneMatch(file -> file.startsWith(entry)))
          .map(entry ->
              new Mistake(
                  entry.toString(),
                  "",
                  Files.isDirectory(entry)
                      ? "ignored: plans are read from " + directory + " only, not from below"
                      : "ignored: only plans whose names end in .conf are read"))
          .toList();
    }
  }

  private Optional<Mistake> unreadable(Path file) {
    return user.filter(server -> !server.canRead(file))
        .map(server ->
            new Mistake(
                file.toString(),
                "",
                "the server's user %s cannot read it: sudo -u %s ls -l %s"
                    .formatted(server.name(), server.name(), file)));
  }

  /** Images that do not exist, and machines for which there is nothing to boot. */
  public List<Mistake> images(Snapshot images) {
    List<Mistake> warnings = new ArrayList<>();
    loaded
        .settings()
        .boot()
        .image()
        .flatMap(name -> unknown(ImageSelector.parse(name), images))
        .ifPresent(why ->
            warnings.add(
                new Mistake(
                    setting("boot.image").map(EffectiveSetting::place).orElse("settings"),
                    "boot.image",
                    why)));
    Set<String> reported = new HashSet<>();
    for (Profile profile : plans.plans().profiles()) {
      if (profile.action() instanceof Action.Boot boot) {
        boot.image()
            .flatMap(name -> unknown(name, images))
            .ifPresent(why -> {
              reported.add(profile.name());
              warnings.add(at("profiles." + profile.name(), ".image", why));
            });
      }
    }
    warnings.addAll(obstacles(images, reported));
    return warnings;
  }

  private static Optional<String> unknown(ImageSelector name, Snapshot images) {
    try {
      images.require(name);
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * A line for the first machine with each reason.
   *
   * @param reported profiles of which it is known
   */
  private List<Mistake> obstacles(Snapshot images, Set<String> reported) {
    ProfileTrial trial = new ProfileTrial(plans.plans(), images, protocol -> true);
    Map<List<String>, List<Machine>> byReason = new LinkedHashMap<>();
    for (Machine machine : plans.plans().machines()) {
      if (!reported.contains(machine.profile())) {
        trial
            .obstacle(machine)
            .ifPresent(reason ->
                byReason
                    .computeIfAbsent(List.of(machine.profile(), reason), _ -> new ArrayList<>())
                    .add(machine));
      }
    }
    return byReason.entrySet().stream()
        .map(entry -> {
          List<Machine> machines = entry.getValue();
          String more =
              machines.size() == 1 ? "" : " (and " + (machines.size() - 1) + " more machines)";
          return at(
              "machines." + machines.getFirst().name(),
              "",
              "nothing to boot: " + entry.getKey().getLast() + more);
        })
        .toList();
  }

  private Mistake at(String entry, String key, String problem) {
    return new Mistake(plans.places().getOrDefault(entry, "settings"), entry + key, problem);
  }
}
