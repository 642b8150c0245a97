package org.pairboot.appliance.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pairboot.conf.HeldBack;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;
import org.pairboot.conf.file.GoodCopies;
import org.pairboot.conf.file.TextFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plans that a server goes by, whatever mistakes there are in the files: of each file with a
 * mistake its last good copy, which a server keeps in the data directory.
 *
 * <p>Files that do not fit together are held back until they do: those that have changed are
 * adopted one after the other as long as nothing is wrong with all of them, beginning with the
 * copies, which have fitted together once.
 *
 * @param heldBack the files that are not in force as they are now
 * @param warnings what looks wrong in files but is allowed
 */
public record PlansInForce(BootPlans plans, List<HeldBack> heldBack, List<Mistake> warnings) {
  /** In the data directory. */
  private static final String DIRECTORY = "good-plans";

  private static final Logger LOG = LoggerFactory.getLogger("org.pairboot.plans");

  /** The copies of good files of a data directory. */
  public static GoodCopies copies(Path dataDir) {
    return new GoodCopies(dataDir.resolve(DIRECTORY));
  }

  /**
   * The plans that a server with these settings goes by.
   *
   * @throws SettingsException only for mistakes in the settings themselves
   */
  public static PlansInForce read(Settings settings) throws SettingsException {
    return new Choice(settings, _ -> {}).choose(false);
  }

  /**
   * The same in a server: logs what is held back, and keeps copies of what is good.
   *
   * @param watch accepts each file and directory before it is looked at
   */
  public static PlansInForce serve(Settings settings, Consumer<Path> watch)
      throws SettingsException {
    PlansInForce chosen = new Choice(settings, watch).choose(true);
    chosen.warnings().forEach(warning -> LOG.warn("{}", warning));
    for (HeldBack held : chosen.heldBack()) {
      held.mistakes().forEach(mistake -> LOG.error("{}", mistake));
      LOG.error("{} has mistakes; {}", held.file(), held.inForce());
    }
    return chosen;
  }

  /** Chooses what of each file is in force. */
  private static final class Choice {
    private final Settings settings;
    private final Consumer<Path> watch;
    private final GoodCopies copies;
    private final Map<Path, PlanFile> current = new LinkedHashMap<>();
    private final Map<Path, PlanFile> good = new LinkedHashMap<>();
    private final List<HeldBack> unreadable = new ArrayList<>();

    Choice(Settings settings, Consumer<Path> watch) {
      this.settings = settings;
      this.watch = watch;
      this.copies = PlansInForce.copies(settings.dataDir());
    }

    PlansInForce choose(boolean keep) throws SettingsException {
      for (Path place : settings.boot().plans()) {
        readAll(place);
      }
      List<PlanFile> wanted = new ArrayList<>(current.values());
      boolean allGood = unreadable.isEmpty() && wanted.stream().allMatch(PlanFile::isGood);
      PlanSet now = PlanSet.of(wanted, settings.boot());
      PlanSet chosen = now;
      if (!allGood || !now.isSound()) {
        readCopies();
        chosen = soundSet();
      }
      if (keep) {
        keep(chosen);
      }
      return new PlansInForce(
          chosen.plans(), heldBack(now, chosen), List.copyOf(chosen.warnings()));
    }

    private void readAll(Path place) {
      try {
        for (Path file : PlanFiles.plansIn(place, watch)) {
          current.put(file, PlanFile.read(file, watch));
        }
      } catch (IOException e) {
        Mistake mistake = new Mistake(place.toString(), "", TextFile.reason(e));
        List<Path> before =
            copies().stream()
                .map(GoodCopies.Copy::file)
                .filter(file -> place.equals(file.getParent()))
                .toList();
        before.forEach(file ->
            current.put(
                file,
                new PlanFile(
                    file,
                    PlanFiles.onDisk(_ -> {}),
                    Optional.empty(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    List.of(mistake),
                    List.of())));
        if (before.isEmpty()) {
          unreadable.add(new HeldBack(place, List.of(mistake), Optional.empty()));
        }
      }
    }

    private List<GoodCopies.Copy> copies() {
      try {
        return copies.all();
      } catch (IOException e) {
        LOG.warn("cannot read the copies of boot plans: {}", TextFile.reason(e));
        return List.of();
      }
    }

    /** Also those of files that were removed: what is left may not work without them. */
    private void readCopies() {
      for (GoodCopies.Copy copy : copies()) {
        if (isPlan(copy.file())) {
          PlanFile file = PlanFile.read(copy);
          if (file.isGood()) {
            good.put(copy.file(), file);
          }
        }
      }
    }

    private boolean isPlan(Path file) {
      return settings.boot().plans().stream()
          .anyMatch(place -> place.equals(file) || place.equals(file.getParent()));
    }

    private PlanSet soundSet() throws SettingsException {
      Map<Path, PlanFile> chosen = new LinkedHashMap<>();
      current.forEach((path, file) -> {
        // What is defined twice was no mistake in earlier releases, which kept no copies.
        boolean isUsable = file.mistakes().isEmpty() && !good.containsKey(path);
        PlanFile best = file.isGood() || isUsable ? file : good.get(path);
        if (best != null) {
          chosen.put(path, best);
        }
      });
      PlanSet set = set(chosen);
      if (set.isSound()) {
        return set;
      }
      chosen.clear();
      chosen.putAll(good);
      if (!set(chosen).isSound()) {
        chosen.clear();
        for (PlanFile file : good.values()) {
          adopt(file.file(), file, chosen);
        }
      }
      // All but a few are as they were, and need no trial.
      for (PlanFile file : current.values()) {
        chosen.computeIfPresent(
            file.file(), (path, copy) -> file.isGood() && file.equalsText(copy) ? file : copy);
      }
      boolean more = true;
      while (more) {
        more = false;
        for (PlanFile file : current.values()) {
          more |= file.isGood() && adopt(file.file(), file, chosen);
        }
        for (Path path : List.copyOf(chosen.keySet())) {
          more |= !current.containsKey(path) && adopt(path, null, chosen);
        }
      }
      return set(chosen);
    }

    /**
     * Changes {@code chosen} if it is sound then.
     *
     * @param file null to remove it
     */
    @SuppressWarnings("ReferenceEquality") // whether it was read again, not what it contains
    private boolean adopt(Path path, PlanFile file, Map<Path, PlanFile> chosen)
        throws SettingsException {
      PlanFile before = chosen.get(path);
      if (Objects.equals(before, file)) {
        return false;
      }
      Map<Path, PlanFile> trial = new LinkedHashMap<>(chosen);
      if (file == null) {
        trial.remove(path);
      } else {
        trial.put(path, file);
      }
      if (!set(trial).isSound()) {
        return false;
      }
      chosen.clear();
      chosen.putAll(trial);
      return true;
    }

    private PlanSet set(Map<Path, PlanFile> chosen) throws SettingsException {
      return PlanSet.of(List.copyOf(chosen.values()), settings.boot());
    }

    private List<HeldBack> heldBack(PlanSet now, PlanSet chosen) {
      List<HeldBack> held = new ArrayList<>(unreadable);
      for (PlanFile file : now.files()) {
        if (!chosen.files().contains(file)) {
          Optional<PlanFile> instead =
              chosen.files().stream().filter(f -> f.file().equals(file.file())).findFirst();
          held.add(
              new HeldBack(
                  file.file(), mistakesOf(file, now), instead.flatMap(PlanFile::goodSince)));
        }
      }
      for (PlanFile file : chosen.files()) {
        if (!current.containsKey(file.file())) {
          Mistake mistake =
              new Mistake(file.file().toString(), "", "was removed, but other plans still need it");
          held.add(new HeldBack(file.file(), List.of(mistake), file.goodSince()));
        }
      }
      return held;
    }

    /** Its own, or what is wrong with all files together. */
    private static List<Mistake> mistakesOf(PlanFile file, PlanSet now) {
      List<Mistake> own =
          Stream.concat(
                  Stream.concat(file.mistakes().stream(), file.repeated().stream()),
                  now.mistakes().stream()
                      .filter(mistake -> mistake.place().startsWith(file.file() + ":")))
              .distinct()
              .toList();
      return own.isEmpty() ? now.mistakes() : own;
    }

    private void keep(PlanSet chosen) {
      try {
        for (PlanFile file : chosen.files()) {
          if (file.isGood()) {
            file.files().keep(file.file(), copies);
          }
        }
        Set<Path> needed = new HashSet<>(current.keySet());
        chosen.files().forEach(file -> needed.add(file.file()));
        copies.retain(needed);
      } catch (IOException e) {
        LOG.warn(
            "cannot keep copies of the boot plans in {}: {}; after a restart, a file with a"
                + " mistake would not be used",
            settings.dataDir().resolve(DIRECTORY),
            TextFile.reason(e));
      }
    }
  }
}
