package org.pairboot.appliance.machine;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pairboot.appliance.machine.Candidate.Origin;
import org.pairboot.appliance.machine.RecordFiles.Change;

/**
 * All records in memory, found by any identifier. Bounded: machines that no plan names have a
 * quarter of the room to themselves, groups the rest; machines that the plans name always find
 * room, because the plans bound their number. Not thread-safe.
 */
final class RecordIndex {
  /** Identifiers are forged easily, and neither memory nor the disk must fill with them. */
  static final int MAX_RECORDS = 16_384;

  private final int maxRecords;
  private final Map<String, BootRecord> byFile = new HashMap<>();
  private final Map<String, Set<String>> byIdentifier = new HashMap<>();
  private final Map<String, String> damaged = new HashMap<>();

  /** The files of each kind of machine, the one that was changed longest ago first. */
  private final Map<Origin, LinkedHashSet<String>> byAge = new EnumMap<>(Origin.class);

  /** UUIDs and serials of machines that have no network card in common. */
  private final Set<String> shared = new HashSet<>();

  /**
   * The plans by which nothing could be dropped, so that a full index is not searched each time.
   */
  private final Map<Origin, PlannedMachines> exhausted = new EnumMap<>(Origin.class);

  RecordIndex(int maxRecords) {
    this.maxRecords = maxRecords;
    for (Origin origin : Origin.values()) {
      byAge.put(origin, new LinkedHashSet<>());
    }
  }

  /**
   * A name for the file of another machine. A record can have given up the identifier that it is
   * called by.
   */
  String freeFile(MachineKey key, String label) {
    String file = RecordText.fileName(key, label);
    while (byFile.containsKey(file)) {
      file = RecordText.AGAIN + file;
    }
    return file;
  }

  Collection<BootRecord> all() {
    return byFile.values();
  }

  /** The records with {@code identifier}. */
  List<BootRecord> holders(String identifier) {
    return byIdentifier.getOrDefault(identifier, Set.of()).stream().map(byFile::get).toList();
  }

  /** Whether {@code identifier} has been seen on two machines, so that it identifies none. */
  boolean isShared(String identifier) {
    return shared.contains(identifier);
  }

  /** The file that has {@code identifier} in its name, but nothing in it that can be read. */
  Optional<String> damagedFile(String identifier) {
    return Optional.ofNullable(damaged.get(identifier));
  }

  /** Takes over what another process has done to a file. */
  void apply(Change change) {
    switch (change) {
      case Change.Written(String file, BootRecord record) -> put(record);
      case Change.Deleted(String file) -> remove(file);
      case Change.Damaged(String file, String identifier) -> {
        remove(file);
        damaged.put(identifier, file);
      }
    }
  }

  /** Adds a record, or replaces that with the same file; it counts as the newest one. */
  void put(BootRecord record) {
    detach(record.file());
    if (record.once().isEmpty()) {
      exhausted.remove(record.origin());
    }
    byFile.put(record.file(), record);
    byAge.get(record.origin()).add(record.file());
    for (String identifier : record.identifiers()) {
      byIdentifier.computeIfAbsent(identifier, _ -> new LinkedHashSet<>()).add(record.file());
    }
    record.key().uuidsAndSerials().stream()
        .filter(identifier -> !shared.contains(identifier) && isOnTwoMachines(identifier))
        .forEach(shared::add);
  }

  void remove(String file) {
    exhausted.clear();
    detach(file);
  }

  private void detach(String file) {
    damaged.values().remove(file);
    BootRecord record = byFile.remove(file);
    if (record == null) {
      return;
    }
    byAge.get(record.origin()).remove(file);
    for (String identifier : record.identifiers()) {
      Set<String> files = byIdentifier.get(identifier);
      files.remove(file);
      if (files.isEmpty()) {
        byIdentifier.remove(identifier);
      }
    }
    record.key().uuidsAndSerials().stream()
        .filter(identifier -> shared.contains(identifier) && !isOnTwoMachines(identifier))
        .forEach(shared::remove);
  }

  private boolean isOnTwoMachines(String identifier) {
    Set<String> files = byIdentifier.getOrDefault(identifier, Set.of());
    Optional<MachineKey> first =
        files.stream()
            .map(file -> byFile.get(file).key())
            .filter(key -> !key.macs().isEmpty())
            .findFirst();
    return first.isPresent()
        && files.stream().anyMatch(file -> byFile.get(file).key().differsInMac(first.get()));
  }

  /** Whether there is room for one more machine without dropping a record. */
  boolean hasRoom(Origin origin) {
    return size(origin) < limit(origin);
  }

  int size(Origin origin) {
    return byAge.get(origin).size();
  }

  private int limit(Origin origin) {
    int unknown = maxRecords / 4;
    return switch (origin) {
      case NAMED -> maxRecords;
      case GROUP -> maxRecords - unknown;
      case UNKNOWN -> unknown;
    };
  }

  /**
   * The oldest record of that kind that may be dropped: of a machine that has no one-time boot
   * behind it, or can get none any more.
   */
  Optional<BootRecord> droppable(Origin origin, PlannedMachines plans) {
    if (exhausted.get(origin) == plans) {
      return Optional.empty();
    }
    Optional<BootRecord> oldest =
        byAge.get(origin).stream()
            .map(byFile::get)
            .filter(record -> record.once().isEmpty() || !plans.mayBootOnce(record))
            .findFirst();
    if (oldest.isEmpty()) {
      exhausted.put(origin, plans);
    }
    return oldest;
  }
}
