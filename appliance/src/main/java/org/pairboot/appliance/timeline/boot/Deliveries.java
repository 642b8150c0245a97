package org.pairboot.appliance.timeline.boot;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pairboot.appliance.boot.name.ImageNames;
import org.pairboot.appliance.timeline.boot.Boot.Bytes;
import org.pairboot.appliance.timeline.boot.Boot.Span;
import org.pairboot.appliance.timeline.event.Event.Progress;
import org.pairboot.appliance.timeline.event.Event.Transfer;
import org.pairboot.appliance.timeline.event.Stage;

/** What a boot was told to fetch, and what of it was delivered. Not thread-safe. */
final class Deliveries {
  private static final String KERNEL = "kernel";

  /** No boot fetches more files of an image. */
  private static final int MAX_FILES = 64;

  private final Map<Stage, Span> stages = new EnumMap<>(Stage.class);
  private final Set<String> delivered = new HashSet<>();

  /** Bytes of each transfer that is under way for longer than a moment. */
  private final Map<String, Long> underWay = new LinkedHashMap<>();

  private Map<String, Stage> wanted = Map.of();
  private Bytes bytes = new Bytes(0, 0);
  private long retransmits;

  /**
   * It was told to fetch something else from here on.
   *
   * @param files of the image, and when; empty if it is not known
   */
  void want(Map<String, Stage> files) {
    wanted = files;
  }

  /** Whether it was told to fetch {@code name}, and has not got it yet. */
  boolean isWanted(String name) {
    return underWay.containsKey(name)
        || ImageNames.parse(name).stream()
            .map(ImageNames.Asked::file)
            .anyMatch(file -> wanted.containsKey(file) && !delivered.contains(file));
  }

  /** A stage has begun, if it had not. */
  void begin(Stage stage, Instant time) {
    stages.putIfAbsent(stage, new Span(stage, time, Optional.empty(), 0, Optional.empty()));
  }

  /**
   * A transfer is under way.
   *
   * @return its stage
   */
  Optional<Stage> add(Progress progress) {
    if (underWay.size() < MAX_FILES || underWay.containsKey(progress.name())) {
      underWay.put(progress.name(), progress.bytes());
    }
    return stage("images", progress.name());
  }

  /**
   * A transfer has ended.
   *
   * @param time when it ended
   * @return its stage
   */
  Optional<Stage> add(Transfer transfer, Instant time) {
    underWay.remove(transfer.name());
    retransmits += transfer.retransmits();
    bytes = bytes.plus(transfer.protocol(), transfer.bytes());
    Optional<Stage> stage = stage(transfer.route(), transfer.name());
    if (transfer.isComplete()) {
      stage.ifPresent(of -> stages.put(of, span(of, transfer, time)));
      for (ImageNames.Asked asked : ImageNames.parse(transfer.name())) {
        if (delivered.size() < MAX_FILES) {
          delivered.add(asked.file());
        }
      }
    }
    return stage;
  }

  private Span span(Stage stage, Transfer transfer, Instant time) {
    Instant begun = time.minus(transfer.duration());
    Span before = stages.get(stage);
    return before == null
        ? new Span(
            stage, begun, Optional.of(time), transfer.bytes(), Optional.of(transfer.protocol()))
        : new Span(
            stage,
            before.started().isBefore(begun) ? before.started() : begun,
            Optional.of(time),
            before.bytes() + transfer.bytes(),
            Optional.of(transfer.protocol()));
  }

  private Optional<Stage> stage(String route, String name) {
    List<ImageNames.Asked> meanings = ImageNames.parse(name);
    for (ImageNames.Asked asked : meanings) {
      if (wanted.containsKey(asked.file())) {
        return Optional.of(wanted.get(asked.file()));
      }
    }
    return meanings.isEmpty()
        ? Stage.of(route, name)
        : Stage.of("images", meanings.getFirst().file());
  }

  /** Whether any file of an image was delivered. */
  boolean hasBegun() {
    return !delivered.isEmpty();
  }

  boolean hasKernel() {
    return delivered.contains(KERNEL);
  }

  /** Whether all that it was told to fetch was delivered; false if that is not known. */
  boolean isComplete() {
    return !wanted.isEmpty() && delivered.containsAll(wanted.keySet());
  }

  /** Whether it is known what it was told to fetch. */
  boolean isKnown() {
    return !wanted.isEmpty();
  }

  /** Whether a kernel and all that its loader fetches for it were delivered. */
  boolean isStarted() {
    return hasKernel()
        && underWay.isEmpty()
        && wanted.entrySet().stream()
            .filter(file -> file.getValue() == Stage.INITRAMFS)
            .allMatch(file -> delivered.contains(file.getKey()));
  }

  /** A transfer that is under way, with its bytes so far. */
  Optional<Map.Entry<String, Long>> underWay() {
    return underWay.entrySet().stream().findFirst();
  }

  List<Span> stages() {
    return List.copyOf(stages.values());
  }

  Bytes bytes() {
    return bytes;
  }

  long retransmits() {
    return retransmits;
  }
}
