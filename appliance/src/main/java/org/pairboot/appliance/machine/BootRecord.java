package org.pairboot.appliance.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pairboot.appliance.machine.Candidate.Origin;
import org.pairboot.appliance.machine.Standing.Verdict;

/**
 * What is recorded of one machine.
 *
 * @param file the name of its file
 * @param key empty in a record of an old release whose name no plan has: then the label identifies
 *     the machine
 * @param last its last attempt
 * @param once the attempt that was its one-time boot, if it has begun one since it was last allowed
 *     to
 */
record BootRecord(
    String file,
    MachineKey key,
    String label,
    Origin origin,
    Attempt last,
    Optional<Attempt> once) {
  /** A plan that names a machine by its UUID accepts any network card; nobody has more. */
  private static final int MAX_MACS = 16;

  /** How far an attempt has come. */
  enum Stage {
    /** The machine has got its script. */
    BEGUN,
    /** It has reported that it runs. */
    BOOTED,
    /** Somebody has let it boot once more. */
    RELEASED
  }

  /**
   * From a script to the report that the machine runs.
   *
   * @param number from 1; 0 before the first one
   * @param since the beginning of the stage, in full seconds
   */
  record Attempt(long number, Instant since, Stage stage) {
    static final Attempt NONE = new Attempt(0, Instant.EPOCH, Stage.RELEASED);

    /** Whether a script that is sent now begins another attempt. */
    boolean isOver(Instant now) {
      // A clock that was set back must not prolong an attempt.
      return stage != Stage.BEGUN
          || Duration.between(since, now).abs().compareTo(BootAttempts.TRIES) >= 0;
    }

    private Attempt at(Stage reached, Instant now) {
      return new Attempt(number, now, reached);
    }
  }

  /** The record of a machine that has not begun an attempt yet. */
  static BootRecord of(String file, Candidate candidate) {
    return new BootRecord(
        file,
        candidate.key(),
        candidate.label(),
        candidate.origin(),
        Attempt.NONE,
        Optional.empty());
  }

  /** What identifies it in an index. */
  Set<String> identifiers() {
    return key.isEmpty() ? Set.of(nameOnly(label)) : key.identifiers();
  }

  static String nameOnly(String label) {
    return "name " + label;
  }

  /** The attempt to which a script belongs that is sent now. */
  long attempt(Instant now) {
    return last.isOver(now) ? last.number() + 1 : last.number();
  }

  /** Whether it may boot now if it boots only once. */
  Verdict oneTime(Instant now) {
    if (once.isEmpty()) {
      return new Verdict.Open();
    }
    Attempt boot = once.get();
    if (boot.stage() == Stage.BOOTED) {
      return new Verdict.Used(boot.since(), Verdict.How.BOOTED);
    }
    return boot.isOver(now)
        ? new Verdict.Used(boot.since(), Verdict.How.BEGUN)
        : new Verdict.Open();
  }

  /** After a script was sent: begins an attempt, unless one is under way or none is left. */
  BootRecord begin(Candidate candidate, boolean oneTime, Instant now) {
    BootRecord known = learn(candidate);
    if (oneTime && once.isPresent()) {
      return known;
    }
    Attempt attempt = last.isOver(now) ? new Attempt(last.number() + 1, now, Stage.BEGUN) : last;
    return known.with(
        attempt, oneTime ? Optional.of(new Attempt(attempt.number(), now, Stage.BEGUN)) : once);
  }

  /**
   * Adds what {@code candidate}, which was recognised as this machine, tells for the first time.
   */
  private BootRecord learn(Candidate candidate) {
    MachineKey all = key.updatedBy(candidate.key());
    boolean enough =
        all.macs().size() > MAX_MACS && !candidate.planned().macs().containsAll(all.macs());
    MachineKey learned = enough ? key.with(candidate.planned()) : all;
    return new BootRecord(file, learned, candidate.label(), candidate.origin(), last, once);
  }

  /** After the report that its last attempt was successful. */
  BootRecord report(Instant now) {
    if (last.stage() != Stage.BEGUN) {
      return this;
    }
    return with(
        last.at(Stage.BOOTED, now),
        once.map(boot -> boot.number() == last.number() ? boot.at(Stage.BOOTED, now) : boot));
  }

  /** With its one-time boot before it again. */
  BootRecord release(Instant now) {
    return with(last.at(Stage.RELEASED, now), Optional.empty());
  }

  private BootRecord with(Attempt newest, Optional<Attempt> boot) {
    return new BootRecord(file, key, label, origin, newest, boot);
  }

  BootRecord named(String otherFile, MachineKey otherKey) {
    return new BootRecord(otherFile, otherKey, label, origin, last, once);
  }

  /**
   * One record of what the plans say is one machine. It keeps the later attempt, and of the
   * one-time boots the one that is more certainly used up.
   *
   * @param records at least one
   */
  static BootRecord merge(List<BootRecord> records) {
    List<BootRecord> sorted = new ArrayList<>(records);
    sorted.sort(
        Comparator.comparingLong((BootRecord record) -> record.last().number())
            .thenComparing(record -> record.last().since())
            .reversed()
            // What may still be reported comes first, in the order of the stages.
            .thenComparing(record -> record.last().stage())
            .thenComparing(BootRecord::file));
    BootRecord newest = sorted.getFirst();
    MachineKey all = MachineKey.of(sorted.stream().map(BootRecord::key).toList());
    Optional<Attempt> once =
        sorted.stream()
            .flatMap(record -> record.once().stream())
            .min(
                Comparator.comparing((Attempt boot) -> boot.stage() == Stage.BEGUN)
                    .thenComparing(Attempt::since));
    return newest.named(newest.file(), all).with(newest.last(), once);
  }

  /** For people, such as {@code node1 (mac 52:54:00:12:34:56)}. */
  String described() {
    return key.isEmpty() ? label : label + " (" + key + ")";
  }
}
