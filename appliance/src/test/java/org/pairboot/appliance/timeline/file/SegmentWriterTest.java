package org.pairboot.appliance.timeline.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.timeline.event.EventIds;
import org.pairboot.appliance.timeline.file.SegmentWriter.Bounds;
import org.pairboot.appliance.timeline.file.Segments.Segment;

class SegmentWriterTest {
  private static final Bounds SMALL = new Bounds(1 << 20, Duration.ofDays(30));

  @TempDir private Path directory;
  private final EventIds ids = new EventIds(new SplittableRandom(1));
  private Instant now = Instant.parse("2026-12-01T12:00:00Z");

  private SegmentWriter writer(Bounds bounds) {
    return new SegmentWriter(directory, "test", bounds);
  }

  private void add(SegmentWriter writer, String line) throws IOException {
    writer.add(ids.next(now), line.getBytes(UTF_8));
  }

  private List<Segment> segments() throws IOException {
    return new Segments(directory, "test").all();
  }

  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Segment segment : segments()) {
      Segments.read(segment, lines::add);
    }
    return lines;
  }

  @Test
  void linesAreReadInTheirOrderAcrossFilesAndCompression() throws IOException {
    SegmentWriter writer = writer(SMALL);
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      String line = i + " " + "x".repeat(i % 97);
      written.add(line);
      add(writer, line);
      now = now.plusMillis(7);
    }
    writer.flush();
    assertThat(lines()).isEqualTo(written);
    writer.tidy(now);
    assertThat(segments()).hasSizeGreaterThan(1);
    assertThat(segments()).filteredOn(it -> it.file().toString().endsWith(".gz")).isNotEmpty();
    assertThat(lines()).isEqualTo(written);
    writer.close();
    writer.tidy(now);
    assertThat(lines()).isEqualTo(written);
  }

  @Test
  void theOldestFilesGoWhenThereAreTooManyBytes() throws IOException {
    SegmentWriter writer = writer(SMALL);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 90_000; i++) {
      // What does not compress well.
      add(writer, Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()));
      now = now.plusMillis(7);
      if (i % 3000 == 0) {
        writer.tidy(now);
        long bytes = segments().stream().mapToLong(Segment::bytes).sum();
        assertThat(bytes).isLessThanOrEqualTo(SMALL.bytes() + SMALL.segment());
      }
    }
    writer.close();
    assertThat(lines().size()).isBetween(1, 89_999);
  }

  @Test
  void filesOfOnlyOldLinesGo() throws IOException {
    SegmentWriter writer = writer(new Bounds(1 << 30, Duration.ofDays(3)));
    for (int day = 0; day < 10; day++) {
      add(writer, "day " + day);
      now = now.plus(Duration.ofDays(1)).plusSeconds(1);
    }
    writer.flush();
    writer.tidy(now);
    assertThat(lines()).containsExactly("day 7", "day 8", "day 9");
  }

  @Test
  void eachProcessHasAFileOfItsOwnAfterATornLine() throws IOException {
    SegmentWriter crashed = writer(SMALL);
    add(crashed, "whole");
    crashed.flush();
    Files.writeString(segments().getFirst().file(), "{\"torn", StandardOpenOption.APPEND);
    SegmentWriter next = writer(SMALL);
    add(next, "next");
    next.flush();
    assertThat(lines()).containsExactly("whole", "{\"torn", "next");
  }

  @Test
  void theFileOfAnotherServerIsLeftAlone() throws IOException {
    SegmentWriter one = writer(SMALL);
    SegmentWriter other = writer(SMALL);
    add(one, "one");
    add(other, "other");
    one.flush();
    other.flush();
    one.tidy(now);
    assertThat(segments()).allMatch(segment -> segment.file().toString().endsWith(".jsonl"));
    add(other, "more");
    other.close();
    assertThat(lines()).containsExactly("one", "other", "more");
  }

  @Test
  void otherFilesAreNotTouched() throws IOException {
    Files.writeString(directory.resolve("test-notes.txt"), "mine");
    Files.createSymbolicLink(
        directory.resolve("test-01M8RQKQJM4Q61DTWDM5JRXV37.jsonl"), Path.of("/dev/zero"));
    SegmentWriter writer = writer(SMALL);
    writer.tidy(now);
    assertThat(segments()).isEmpty();
    assertThat(directory).isDirectoryContaining("glob:**notes.txt");
  }
}
