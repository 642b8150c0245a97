package org.pairboot.appliance.machine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the record of a machine by what it tells and by what the plans say.
 *
 * <p>A request never makes one machine of two; only the plans do. What cannot be told for certain
 * is a doubt, and a machine in doubt must not be installed: it may be one that was installed
 * before.
 */
final class Recognition {
  private final RecordIndex index;
  private final PlannedMachines plans;

  Recognition(RecordIndex index, PlannedMachines plans) {
    this.index = index;
    this.plans = plans;
  }

  /** What came of it. */
  sealed interface Match {
    /** Nothing is recorded of it. */
    record Unrecorded() implements Match {}

    /**
     * It is the machine of a record.
     *
     * @param record one of {@code files}, with what the others know
     * @param files of all its records; more than one only where the plans say that they are one
     *     machine
     */
    record Recorded(BootRecord record, List<String> files) implements Match {}

    /**
     * It cannot be told which machine it is.
     *
     * @param reason ends the sentence "boots from its disk, because ..."
     */
    record Doubt(String reason) implements Match {}
  }

  /** How a record relates to a machine with which it has an identifier in common. */
  private enum Relation {
    SAME_BY_PLAN,
    SAME,
    OTHER
  }

  /** A reason not to trust what a machine tells. */
  private static final class DoubtException extends Exception {
    private static final long serialVersionUID = 1L;

    DoubtException(String reason) {
      super(reason);
    }
  }

  Match match(Candidate candidate) {
    try {
      return find(candidate);
    } catch (DoubtException e) {
      return new Match.Doubt(e.getMessage());
    }
  }

  private Match find(Candidate candidate) throws DoubtException {
    if (candidate.key().isEmpty()) {
      throw new DoubtException("it tells no MAC address, UUID or serial number that identifies it");
    }
    checkPlans(candidate);
    checkDamage(candidate);
    List<BootRecord> planned = new ArrayList<>();
    List<BootRecord> told = new ArrayList<>();
    for (BootRecord record : withCommonIdentifiers(candidate)) {
      switch (relation(candidate, record)) {
        case SAME_BY_PLAN -> planned.add(record);
        case SAME -> told.add(record);
        case OTHER -> {}
      }
    }
    if (planned.isEmpty() && told.isEmpty()) {
      // Records of old releases have only a name.
      planned.addAll(index.holders(BootRecord.nameOnly(candidate.label())));
    }
    if (told.size() + Math.min(planned.size(), 1) > 1) {
      throw new DoubtException(
          "it has identifiers of several machines: "
              + candidate.key()
              + "; an entry with all of them in a boot plan makes them one");
    }
    List<BootRecord> all = planned.isEmpty() ? told : planned;
    return all.isEmpty()
        ? new Match.Unrecorded()
        : new Match.Recorded(BootRecord.merge(all), all.stream().map(BootRecord::file).toList());
  }

  private void checkPlans(Candidate candidate) throws DoubtException {
    Optional<String> foreign = plans.foreign(candidate);
    if (foreign.isPresent()) {
      throw new DoubtException(
          "it is "
              + candidate.label()
              + ", but the plans give "
              + foreign.get()
              + " to another machine");
    }
  }

  private void checkDamage(Candidate candidate) throws DoubtException {
    Set<String> identifiers = new LinkedHashSet<>(candidate.key().identifiers());
    identifiers.add(BootRecord.nameOnly(candidate.label()));
    for (String identifier : identifiers) {
      Optional<String> file = index.damagedFile(identifier);
      if (file.isPresent()) {
        throw new DoubtException(
            "its record "
                + file.get()
                + " is damaged; 'pairboot next-boot "
                + identifier.substring(identifier.indexOf(' ') + 1)
                + "' deletes it");
      }
    }
  }

  private Set<BootRecord> withCommonIdentifiers(Candidate candidate) {
    Set<BootRecord> records = new LinkedHashSet<>();
    candidate.key().identifiers().stream()
        .sorted()
        .filter(this::identifies)
        .forEach(identifier -> records.addAll(index.holders(identifier)));
    return records;
  }

  private boolean identifies(String identifier) {
    return !index.isShared(identifier) && !plans.isShared(identifier);
  }

  private Relation relation(Candidate candidate, BootRecord record) throws DoubtException {
    MachineKey key = candidate.key();
    boolean planned =
        candidate.planned().identifiers().stream()
            .filter(this::identifies)
            .anyMatch(record.identifiers()::contains);
    if (planned) {
      // A machine may have any network cards, but it has one UUID and one serial number.
      requireSame(key.exceeds(record.key().with(candidate.planned())), candidate, record);
      return Relation.SAME_BY_PLAN;
    }
    if (key.differsInMac(record.key())) {
      if (key.contradicts(record.key()) || plans.areApart(candidate, record)) {
        return Relation.OTHER;
      }
      throw new DoubtException(
          "it has the UUID or serial number of "
              + record.described()
              + ", but another MAC address; list all MAC addresses in one entry of a boot plan if"
              + " it is one machine, or make an entry for each if they are two");
    }
    requireSame(key.contradicts(record.key()), candidate, record);
    return Relation.SAME;
  }

  /** Nothing is lost where the machine of the record may boot anyway. */
  private static void requireSame(boolean differ, Candidate candidate, BootRecord record)
      throws DoubtException {
    if (differ && record.once().isPresent()) {
      throw new DoubtException(
          "it tells "
              + candidate.key()
              + ", which contradicts what is recorded of "
              + record.described()
              + "; 'pairboot next-boot "
              + record.label()
              + "' accepts the change");
    }
  }
}
