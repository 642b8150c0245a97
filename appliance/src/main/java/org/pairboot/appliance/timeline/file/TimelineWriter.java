package org.pairboot.appliance.timeline.file;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.pairboot.appliance.timeline.boot.Boot;
import org.pairboot.appliance.timeline.boot.BootJson;
import org.pairboot.appliance.timeline.event.EventJson;
import org.pairboot.appliance.timeline.event.EventJson.Entry;
import org.pairboot.appliance.timeline.file.SegmentWriter.Bounds;
import org.pairboot.artifacts.content.DirectoryOwner;
import org.pairboot.artifacts.text.Json;
import org.pairboot.conf.EventSettings;

/**
 * Writes events, and boots when they have ended: {@code events/machines-*} what belongs to a boot,
 * {@code events/others-*} what belongs to none, {@code events/boots-*} a line for each boot, of
 * which the last one counts. Each series has room of its own, so that none pushes out another. Not
 * thread-safe.
 */
public final class TimelineWriter {
  static final String DIRECTORY = "events";
  static final String MACHINES = "machines";
  static final String OTHERS = "others";
  static final String BOOTS = "boots";

  /** Boots under way, of which the lines do not say yet how they end. */
  static final String OPEN = "open-boots.json";

  /** A line of a boot has a tenth of the bytes of its events, and is worth keeping longer. */
  private static final Duration BOOTS_AGE = Duration.ofDays(366);

  private final Path directory;
  private final SegmentWriter machines;
  private final SegmentWriter others;
  private final SegmentWriter boots;

  public TimelineWriter(Path dataDir, EventSettings settings) {
    directory = dataDir.resolve(DIRECTORY);
    long bytes = settings.maxBytes();
    Duration age = settings.maxAge();
    machines = new SegmentWriter(directory, MACHINES, new Bounds(bytes / 2, age));
    others = new SegmentWriter(directory, OTHERS, new Bounds(bytes / 4, age));
    boots =
        new SegmentWriter(
            directory,
            BOOTS,
            new Bounds(bytes / 4, age.compareTo(BOOTS_AGE) > 0 ? age : BOOTS_AGE));
  }

  public void add(Entry entry) throws IOException {
    byte[] line = Json.MAPPER.writeValueAsBytes(EventJson.write(entry.event(), entry.boot()));
    (entry.boot().isPresent() ? machines : others).add(entry.event().id(), line);
  }

  /**
   * Adds a boot that has ended, for now.
   *
   * @param id of the line
   */
  public void add(String id, Boot boot) throws IOException {
    boots.add(id, Json.MAPPER.writeValueAsBytes(BootJson.write(boot)));
  }

  /** Says which boots are under way, in place of what it said before. */
  public void open(Instant now, List<Boot> open) throws IOException {
    DirectoryOwner.makeDirectories(directory);
    ObjectNode json = Json.MAPPER.createObjectNode().put("time", now.toString());
    ArrayNode array = json.putArray("boots");
    open.forEach(boot -> array.add(BootJson.write(boot)));
    Path draft = directory.resolve(OPEN + ".new");
    Files.write(draft, Json.MAPPER.writeValueAsBytes(json));
    DirectoryOwner.inherit(draft);
    Files.move(draft, directory.resolve(OPEN), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Hands over to the kernel what was added, so that other programs see it. */
  public void flush() throws IOException {
    machines.flush();
    others.flush();
    boots.flush();
  }

  /** Makes what was flushed survive a power failure. */
  public void sync() throws IOException {
    machines.sync();
    others.sync();
    boots.sync();
  }

  /** Compresses and deletes what is due. */
  public void tidy(Instant now) throws IOException {
    machines.tidy(now);
    others.tidy(now);
    boots.tidy(now);
  }

  public void close() throws IOException {
    machines.close();
    others.close();
    boots.close();
  }
}
