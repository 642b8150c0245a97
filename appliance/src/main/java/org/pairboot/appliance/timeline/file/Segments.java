package org.pairboot.appliance.timeline.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.pairboot.appliance.timeline.event.EventIds;

/**
 * The files of one series of lines, such as {@code machines-01KBCD....jsonl}. The name of each has
 * the id of its first line, so that the files of a time are found without reading any.
 */
final class Segments {
  static final String PLAIN = ".jsonl";
  static final String COMPRESSED = ".jsonl.gz";

  /** A line has a few hundred bytes, with a report's text some more. */
  private static final int MAX_LINE = 256 * 1024;

  private final Path directory;
  private final String series;
  private final Pattern name;

  /**
   * A file of the series.
   *
   * @param first the id of its first line
   */
  record Segment(Path file, String first, long bytes) {
    Instant begun() {
      return EventIds.time(first);
    }
  }

  Segments(Path directory, String series) {
    this.directory = directory;
    this.series = series;
    this.name =
        Pattern.compile(Pattern.quote(series) + "-([0-7][0-9A-HJKMNP-TV-Z]{25})\\.jsonl(\\.gz)?");
  }

  /** The file whose first line has the id {@code first}. */
  Path file(String first) {
    return directory.resolve(series + "-" + first + PLAIN);
  }

  /** All files, the oldest first; empty before the first one. */
  List<Segment> all() throws IOException {
    List<Segment> segments = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        segment(file).ifPresent(segments::add);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    segments.sort(Comparator.comparing(Segment::first));
    return segments;
  }

  private Optional<Segment> segment(Path file) throws IOException {
    Matcher matcher = name.matcher(file.getFileName().toString());
    // A link or a named pipe is nothing that a server has written, and may never end.
    if (!matcher.matches() || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Segment(file, matcher.group(1), Files.size(file)));
    } catch (NoSuchFileException e) {
      // Compressed or deleted this moment.
      return Optional.empty();
    }
  }

  /** Hands over the lines of {@code segment} in order; what is cut off at its end is left out. */
  static void read(Segment segment, Consumer<String> lines) throws IOException {
    Path file = segment.file();
    if (!Files.exists(file) && file.toString().endsWith(PLAIN)) {
      // It was compressed since it was listed.
      file = file.resolveSibling(file.getFileName() + ".gz");
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(
                    file.toString().endsWith(COMPRESSED) ? new GZIPInputStream(in) : in,
                    StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.length() <= MAX_LINE) {
          lines.accept(line);
        }
      }
    } catch (NoSuchFileException e) {
      // Too old, and deleted since it was listed.
    }
  }
}
