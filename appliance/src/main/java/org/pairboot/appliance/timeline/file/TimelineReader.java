package org.pairboot.appliance.timeline.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.pairboot.appliance.timeline.boot.Boot;
import org.pairboot.appliance.timeline.boot.BootJson;
import org.pairboot.appliance.timeline.event.Event;
import org.pairboot.appliance.timeline.event.EventIds;
import org.pairboot.appliance.timeline.event.EventJson;
import org.pairboot.appliance.timeline.event.EventJson.Entry;
import org.pairboot.appliance.timeline.file.Segments.Segment;
import org.pairboot.artifacts.text.Json;

/** Reads what {@link TimelineWriter} wrote, also while it writes. Thread-safe. */
public final class TimelineReader {
  /** A boot has a line of a kilobyte, and thousands may be under way. */
  private static final long MAX_OPEN = 64 << 20;

  /** What belongs to a boot comes within this time of its last change. */
  private static final Duration AFTER = Duration.ofMinutes(15);

  private final Path directory;

  public TimelineReader(Path dataDir) {
    this.directory = dataDir.resolve(TimelineWriter.DIRECTORY);
  }

  /**
   * The newest boots that {@code wanted} accepts, the newest first.
   *
   * @param limit how many at most
   */
  public List<Boot> boots(int limit, Predicate<Boot> wanted) throws IOException {
    List<Boot> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Boot boot : underWay()) {
      seen.add(boot.id());
      if (wanted.test(boot)) {
        found.add(boot);
      }
    }
    List<Segment> segments = new Segments(directory, TimelineWriter.BOOTS).all();
    for (Segment segment : segments.reversed()) {
      if (found.size() >= limit) {
        break;
      }
      Map<String, Boot> ended = new LinkedHashMap<>();
      // Of several lines about a boot, the last one counts.
      Segments.read(
          segment, line -> BootJson.read(line).ifPresent(boot -> ended.put(boot.id(), boot)));
      ended.keySet().removeIf(id -> !seen.add(id));
      ended.values().stream().filter(wanted).forEach(found::add);
    }
    return found.stream().sorted(Comparator.comparing(Boot::id).reversed()).limit(limit).toList();
  }

  /** The boots that are under way, or were when the server ended without a word. */
  public List<Boot> underWay() throws IOException {
    Path file = directory.resolve(TimelineWriter.OPEN);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MAX_OPEN) {
      return List.of();
    }
    JsonNode json = Json.MAPPER.readTree(Files.readAllBytes(file));
    List<Boot> boots = new ArrayList<>();
    json.path("boots").forEach(boot -> BootJson.read(boot.toString()).ifPresent(boots::add));
    return boots;
  }

  /** The events of {@code boot} in order. */
  public List<Entry> events(Boot boot) throws IOException {
    Instant until = boot.ended().orElse(Instant.now()).plus(AFTER);
    String mark = "\"boot\":\"" + boot.id() + "\"";
    List<Entry> events = new ArrayList<>();
    for (Segment segment : during(TimelineWriter.MACHINES, boot.started(), until)) {
      Segments.read(
          segment,
          line -> {
            if (line.contains(mark)) {
              EventJson.read(line).ifPresent(events::add);
            }
          });
    }
    return events;
  }

  /**
   * Hands over the events of boots in the order in which they were written.
   *
   * @param from only those since then
   */
  public void replay(Instant from, Consumer<Event> events) throws IOException {
    for (Segment segment : during(TimelineWriter.MACHINES, from, Instant.MAX)) {
      Segments.read(
          segment,
          line ->
              EventJson.read(line)
                  .map(Entry::event)
                  .filter(event -> !EventIds.time(event.id()).isBefore(from))
                  .ifPresent(events));
    }
  }

  /** The files that have lines of that time. */
  private List<Segment> during(String series, Instant from, Instant until) throws IOException {
    List<Segment> all = new Segments(directory, series).all();
    List<Segment> during = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      boolean ends = i + 1 < all.size() && all.get(i + 1).begun().isBefore(from);
      if (!ends && !all.get(i).begun().isAfter(until)) {
        during.add(all.get(i));
      }
    }
    return during;
  }
}
