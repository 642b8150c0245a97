package org.pairboot.appliance.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pairboot.appliance.machine.RecordFiles.Change;
import org.pairboot.appliance.machine.Standing.Verdict.How;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.artifacts.store.disk.Disk;

/**
 * The machines that have used their one-time boot, for people, who may let them boot once more. A
 * running server takes the change over within about a second. Not thread-safe.
 */
public final class UsedBoots {
  private final RecordFiles files;
  private final Optional<PlannedMachines> plans;
  private final InstantSource clock;
  private final List<BootRecord> records = new ArrayList<>();
  private final List<Change.Damaged> damaged = new ArrayList<>();

  private UsedBoots(RecordFiles files, Optional<PlannedMachines> plans, InstantSource clock) {
    this.files = files;
    this.plans = plans;
    this.clock = clock;
  }

  /**
   * Reads the records below {@code dataDirectory}.
   *
   * @param plans by whose names machines may be called; empty when they cannot be read
   */
  public static UsedBoots open(Path dataDirectory, Optional<BootPlans> plans, InstantSource clock)
      throws IOException {
    RecordFiles files = BootAttempts.files(dataDirectory, Disk.local());
    UsedBoots boots = new UsedBoots(files, plans.map(PlannedMachines::new), clock);
    for (Change change : files.changes()) {
      switch (change) {
        case Change.Written written -> boots.records.add(written.record());
        case Change.Damaged broken -> boots.damaged.add(broken);
        case Change.Deleted deleted -> {}
      }
    }
    boots.records.sort(Comparator.comparing(BootRecord::label).thenComparing(BootRecord::file));
    return boots;
  }

  /**
   * A machine that has begun its one-time boot.
   *
   * @param machine its name, as it was then
   * @param since when it got its script, or reported
   */
  public record Used(String machine, MachineKey key, How stage, Instant since) {}

  /** What came of letting a machine boot once more. */
  public sealed interface Release {
    /** It will. */
    record Released(String machine) implements Release {}

    /** It has not used its boot. */
    record NotUsed() implements Release {}

    /** Several machines had that name. */
    record Ambiguous(List<String> machines) implements Release {}
  }

  /** All of them, by name. */
  public List<Used> all() {
    return records.stream()
        .flatMap(record ->
            record.once().stream()
                .map(boot ->
                    new Used(
                        record.label(),
                        record.key(),
                        boot.stage() == BootRecord.Stage.BOOTED ? How.BOOTED : How.BEGUN,
                        boot.since())))
        .toList();
  }

  /**
   * Lets a machine boot once more.
   *
   * @param name in the plans, or as the list shows it; or a MAC address, a UUID or a serial number
   * @throws IOException when that cannot be written
   */
  public Release release(String name) throws IOException {
    MachineKey named = plans.map(known -> known.named(name)).orElse(MachineKey.NONE);
    MachineKey wanted = named.isEmpty() ? RecordText.keyOf(name) : named;
    List<BootRecord> found =
        records.stream().filter(record -> isMeant(record, name, wanted)).toList();
    boolean one = !wanted.isEmpty() || found.size() < 2;
    if (!one) {
      return new Release.Ambiguous(found.stream().map(BootRecord::described).toList());
    }
    boolean wasDamaged = deleteDamaged(name, wanted);
    boolean used = wasDamaged || found.stream().anyMatch(record -> record.once().isPresent());
    for (BootRecord record : found) {
      release(record);
    }
    return used ? new Release.Released(name) : new Release.NotUsed();
  }

  private static boolean isMeant(BootRecord record, String name, MachineKey wanted) {
    if (!wanted.isEmpty() && !record.key().isEmpty()) {
      return record.key().identifiers().stream().anyMatch(wanted.identifiers()::contains);
    }
    return record.label().equals(name)
        || record.key().serials().contains(name.strip().toLowerCase(Locale.ROOT));
  }

  private boolean deleteDamaged(String name, MachineKey wanted) throws IOException {
    boolean any = false;
    for (Change.Damaged broken : List.copyOf(damaged)) {
      String identifier = broken.identifier();
      boolean meant =
          wanted.identifiers().contains(identifier)
              || identifier.equals(BootRecord.nameOnly(name))
              || identifier.equals("serial " + name.strip().toLowerCase(Locale.ROOT));
      if (meant) {
        files.delete(broken.file());
        damaged.remove(broken);
        any = true;
      }
    }
    return any;
  }

  private void release(BootRecord record) throws IOException {
    if (record.once().isEmpty()) {
      return;
    }
    records.remove(record);
    if (record.file().endsWith(RecordText.OLD_ENDING)) {
      files.delete(record.file());
      return;
    }
    BootRecord released = record.release(clock.instant().truncatedTo(ChronoUnit.SECONDS));
    files.write(released);
    records.add(released);
  }
}
