package org.pairboot.appliance.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
  private final RecordIndex index = new RecordIndex(RecordIndex.MAX_RECORDS);

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
    files.changes().forEach(boots.index::apply);
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
    record Released() implements Release {}

    /** It has not used its boot. */
    record NotUsed() implements Release {}

    /** Several machines had that name. */
    record Ambiguous(List<String> machines) implements Release {}
  }

  /** All of them, by name. */
  public List<Used> all() {
    return index.all().stream()
        .sorted(Comparator.comparing(BootRecord::label).thenComparing(BootRecord::file))
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
    List<BootRecord> meant =
        wanted.isEmpty()
            ? index.all().stream().filter(record -> isCalled(record, name)).toList()
            : withIdentifiers(wanted, name);
    if (wanted.isEmpty() && meant.size() > 1) {
      return new Release.Ambiguous(meant.stream().map(BootRecord::described).sorted().toList());
    }
    boolean any = deleteDamaged(name, wanted);
    for (BootRecord record : meant) {
      any |= release(record);
    }
    return any ? new Release.Released() : new Release.NotUsed();
  }

  private static boolean isCalled(BootRecord record, String name) {
    return record.label().equals(name)
        || record.key().serials().contains(name.strip().toLowerCase(Locale.ROOT));
  }

  private List<BootRecord> withIdentifiers(MachineKey wanted, String name) {
    return Stream.concat(
            wanted.identifiers().stream()
                .filter(identifier -> !index.isShared(identifier))
                .filter(identifier -> !plans.map(p -> p.isShared(identifier)).orElse(false)),
            // Records of old releases have only a name.
            Stream.of(BootRecord.nameOnly(name)))
        .flatMap(identifier -> index.holders(identifier).stream())
        .distinct()
        .toList();
  }

  private boolean deleteDamaged(String name, MachineKey wanted) throws IOException {
    Set<String> identifiers = new HashSet<>(wanted.identifiers());
    identifiers.add(BootRecord.nameOnly(name));
    identifiers.add("serial " + name.strip().toLowerCase(Locale.ROOT));
    boolean any = false;
    for (String identifier : identifiers) {
      Optional<String> file = index.damagedFile(identifier);
      if (file.isPresent()) {
        files.delete(file.get());
        index.remove(file.get());
        any = true;
      }
    }
    return any;
  }

  /** Returns whether it had used its boot. */
  private boolean release(BootRecord record) throws IOException {
    if (record.once().isEmpty()) {
      return false;
    }
    if (record.file().endsWith(RecordText.OLD_ENDING)) {
      files.delete(record.file());
      index.remove(record.file());
      return true;
    }
    BootRecord released = record.release(clock.instant().truncatedTo(ChronoUnit.SECONDS));
    if (!files.write(released)) {
      throw new IOException(record.file() + " has just been changed by another process; try again");
    }
    index.put(released);
    return true;
  }
}
