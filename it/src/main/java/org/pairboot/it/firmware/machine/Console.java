package org.pairboot.it.firmware.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a guest writes on its serial line, read as it comes and kept in a file. */
public final class Console {
  /** Firmware paints: cursor movements, colours, and blanks to clear a line. */
  private static final Pattern PAINT =
      Pattern.compile("\\x1b(\\[[0-9;?=]*[A-Za-z]|.)|[\\x00-\\x08\\x0b-\\x1f]| +$");

  /** A screen painted with cursor movements has no ends of lines, and is still to be searched. */
  private static final Pattern END_OF_LINE = Pattern.compile("[\\r\\n]|\\x1b\\[[0-9;]*H");

  private static final int LINES_SHOWN = 25;

  private final List<String> lines = new ArrayList<>();
  private final Path log;
  private String unfinished = "";
  private boolean ended;

  private Console(Path log) {
    this.log = log;
  }

  static Console follow(InputStream serial, Path log) {
    Console console = new Console(log);
    Thread.ofPlatform().daemon().name("console " + log).start(() -> console.read(serial));
    return console;
  }

  private void read(InputStream serial) {
    // Firmware's own characters are of some old code page, and of no interest.
    try (Reader reader = new InputStreamReader(serial, StandardCharsets.ISO_8859_1);
        Writer file = Files.newBufferedWriter(log)) {
      StringBuilder text = new StringBuilder();
      char[] some = new char[4096];
      for (int count = reader.read(some); count >= 0; count = reader.read(some)) {
        text.append(some, 0, count);
        int start = 0;
        for (Matcher end = END_OF_LINE.matcher(text); end.find(); start = end.end()) {
          finish(plain(text.subSequence(start, end.start())), file);
        }
        text.delete(0, start);
        show(plain(text));
      }
      finish(plain(text), file);
    } catch (IOException e) {
      // The guest was killed while it wrote.
    } finally {
      end();
    }
  }

  private static String plain(CharSequence painted) {
    return PAINT.matcher(painted).replaceAll("");
  }

  private void finish(String line, Writer file) throws IOException {
    if (!line.isBlank()) {
      file.append(line).append('\n').flush();
      add(line);
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void show(String line) {
    unfinished = line;
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /**
   * Waits for a line that contains a match, among those already written and those to come.
   *
   * @return the match; empty when the guest ended without it
   * @throws AssertionError when the time is over
   */
  public Optional<Matcher> await(Pattern pattern, Duration limit) {
    return await(pattern, limit, () -> "");
  }

  /**
   * The same, also within a line that goes on, where the match may be a part of what it is to
   * become. Menus wait for a key in the midst of a line.
   */
  public Optional<Matcher> awaitOnScreen(Pattern pattern, Duration limit) {
    return await(pattern, limit, () -> unfinished);
  }

  private synchronized Optional<Matcher> await(
      Pattern pattern, Duration limit, Supplier<String> lastLine) {
    long deadline = System.nanoTime() + limit.toNanos();
    int seen = 0;
    while (true) {
      for (; seen < lines.size(); seen++) {
        Matcher matcher = pattern.matcher(lines.get(seen));
        if (matcher.find()) {
          return Optional.of(matcher);
        }
      }
      Matcher last = pattern.matcher(lastLine.get());
      if (last.find()) {
        return Optional.of(last);
      }
      if (ended) {
        return Optional.empty();
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(
            "no "
                + pattern
                + " within "
                + limit.toSeconds()
                + " s; the console ends with:\n"
                + tail());
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  /** All of it so far. */
  public synchronized String text() {
    return String.join("\n", lines);
  }

  /** The last lines. */
  public synchronized String tail() {
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
  }
}
