package org.pairboot.it.guest;

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
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The output of a guest on its serial line, read as it arrives and logged to a file. */
public final class GuestConsole {
  /** Firmware sends cursor movements, colours, and blanks to clear a line. */
  private static final Pattern ESCAPES =
      Pattern.compile("\\x1b(\\[[0-9;?=]*[A-Za-z]|.)|[\\x00-\\x08\\x0b-\\x1f]| +$");

  /** A screen drawn with cursor movements has no line ends, but must be searchable too. */
  private static final Pattern END_OF_LINE = Pattern.compile("[\\r\\n]|\\x1b\\[[0-9;]*H");

  private static final int LINES_SHOWN = 25;

  private final List<String> lines = new ArrayList<>();
  private final Path log;
  private String unfinished = "";
  private boolean ended;

  private GuestConsole(Path log) {
    this.log = log;
  }

  static GuestConsole follow(InputStream serial, Path log) {
    GuestConsole console = new GuestConsole(log);
    Thread.ofPlatform().daemon().name("console " + log).start(() -> console.read(serial));
    return console;
  }

  private void read(InputStream serial) {
    // Firmware uses some old code page for frames and arrows, which nobody searches for.
    try (Reader reader = new InputStreamReader(serial, StandardCharsets.ISO_8859_1);
        Writer file = Files.newBufferedWriter(log)) {
      StringBuilder text = new StringBuilder();
      char[] chunk = new char[4096];
      for (int count = reader.read(chunk); count >= 0; count = reader.read(chunk)) {
        text.append(chunk, 0, count);
        int start = 0;
        for (Matcher end = END_OF_LINE.matcher(text); end.find(); start = end.end()) {
          finish(plain(text.subSequence(start, end.start())), file);
        }
        text.delete(0, start);
        show(plain(text));
      }
      finish(plain(text), file);
    } catch (IOException e) {
      // The guest was killed while it was writing.
    } finally {
      end();
    }
  }

  private static String plain(CharSequence painted) {
    return ESCAPES.matcher(painted).replaceAll("");
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
   * Waits for a finished line that contains a match, among those already printed and those to come.
   *
   * @throws AssertionError if the limit is over or the guest ends first
   */
  public Matcher await(Pattern pattern, Duration limit) {
    return await(pattern, limit, () -> "");
  }

  /**
   * The same, but also searches the unfinished line, where the match may still grow. Menus wait for
   * a key in the middle of a line.
   */
  public Matcher awaitOnScreen(Pattern pattern, Duration limit) {
    return await(pattern, limit, () -> unfinished);
  }

  private synchronized Matcher await(Pattern pattern, Duration limit, Supplier<String> lastLine) {
    long deadline = System.nanoTime() + limit.toNanos();
    int seen = 0;
    while (true) {
      for (; seen < lines.size(); seen++) {
        Matcher matcher = pattern.matcher(lines.get(seen));
        if (matcher.find()) {
          return matcher;
        }
      }
      Matcher last = pattern.matcher(lastLine.get());
      if (last.find()) {
        return last;
      }
      if (ended) {
        throw new AssertionError(
            "the guest ended without '" + pattern + "'; its console ends with:\n" + tail());
      }
      if (!waitUntil(deadline)) {
        throw new AssertionError(
            "no '%s' within %d s; the console ends with:%n%s"
                .formatted(pattern, limit.toSeconds(), tail()));
      }
    }
  }

  /** How often a text has been printed, on the unfinished line too. */
  synchronized long count(String text) {
    return Stream.concat(lines.stream(), Stream.of(unfinished))
        .filter(line -> line.contains(text))
        .count();
  }

  /** Waits until a text has been printed so often; returns false if the limit is over. */
  synchronized boolean awaitCount(String text, long count, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (count(text) < count) {
      if (ended) {
        throw new AssertionError(
            "the guest ended before it showed '"
                + text
                + "' again; its console ends with:\n"
                + tail());
      }
      if (!waitUntil(deadline)) {
        return false;
      }
    }
    return true;
  }

  /** Waits until the guest has ended. */
  synchronized void awaitEnd(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!ended) {
      if (!waitUntil(deadline)) {
        throw new AssertionError(
            "the guest still runs after %d s; its console ends with:%n%s"
                .formatted(limit.toSeconds(), tail()));
      }
    }
  }

  /** Waits for news; returns false if the deadline is over. */
  private synchronized boolean waitUntil(long deadline) {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      return false;
    }
    try {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** All finished lines so far. */
  public synchronized String text() {
    return String.join("\n", lines);
  }

  /** The last lines. */
  public synchronized String tail() {
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
  }
}
