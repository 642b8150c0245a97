package org.pairboot.appliance.timeline;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.pairboot.appliance.boot.BootListener;
import org.pairboot.appliance.timeline.EventQueue.Incoming;
import org.pairboot.appliance.timeline.boot.Boot;
import org.pairboot.appliance.timeline.boot.Correlator;
import org.pairboot.appliance.timeline.event.Event;
import org.pairboot.appliance.timeline.event.EventIds;
import org.pairboot.appliance.timeline.event.EventJson.Entry;
import org.pairboot.appliance.timeline.file.TimelineReader;
import org.pairboot.appliance.timeline.file.TimelineWriter;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.text.RateLimitedLog;
import org.pairboot.conf.EventSettings;
import org.pairboot.http.event.ResponseListener;
import org.pairboot.tftp.event.TransferListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the boots of a running server, from its start to {@link #close}. One thread does all of
 * it that is more than adding to a queue. Whatever goes wrong there costs events, which are
 * counted, and never a boot. Thread-safe.
 */
public final class Timeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Timeline.class);

  /** In events: some hundred boots that are not recorded yet. */
  private static final int CAPACITY = 32_768;

  private static final Duration TURN = Duration.ofMillis(100);
  private static final Duration FLUSH = Duration.ofSeconds(1);
  private static final Duration SYNC = Duration.ofSeconds(5);
  private static final Duration TIDY = Duration.ofMinutes(1);

  /** What the correlator has to know of the time before a restart. */
  private static final Duration BEFORE = Duration.ofMinutes(15);

  private static final Duration LONG_BEFORE = Duration.ofHours(2);

  /** Other commands read the file; writing many boots each second costs too much. */
  private static final int MANY_BOOTS = 500;

  private static final int MAX_KNOWN = 16_384;

  private final EventClock clock;
  private final EventQueue queue = new EventQueue(CAPACITY);
  private final Set<InetAddress> known = ConcurrentHashMap.newKeySet();
  private final EventFeed feed;
  private final TimelineReader reader;
  private final TimelineWriter writer;
  private final EventIds ids = new EventIds(new SecureRandom());
  private final Correlator correlator = new Correlator();
  private final RateLimitedLog failures = new RateLimitedLog(1, Duration.ofMinutes(1));
  private final Thread thread;
  private volatile boolean stopping;
  private boolean openChanged = true;

  private Timeline(Path dataDir, EventSettings settings, EventClock clock) {
    this.clock = clock;
    this.feed = new EventFeed(clock, queue, known::contains);
    this.reader = new TimelineReader(dataDir);
    this.writer = new TimelineWriter(dataDir, settings);
    this.thread = new Thread(this::run, "timeline");
    thread.setDaemon(true);
  }

  /** Records into {@code dataDir} from now on. */
  public static Timeline start(Path dataDir, EventSettings settings) {
    Timeline timeline =
        new Timeline(dataDir, settings, new EventClock(InstantSource.system(), System::nanoTime));
    timeline.feed.add(new Event.Server("started"));
    timeline.thread.start();
    return timeline;
  }

  /** For the boot service. */
  public BootListener boots() {
    return feed;
  }

  /** For the TFTP server. */
  public TransferListener transfers() {
    return feed.tftp();
  }

  /** For the HTTP server. */
  public ResponseListener responses() {
    return feed.http();
  }

  private void run() {
    restore();
    Instant flushed = Instant.MIN;
    Instant synced = clock.now();
    Instant tidied = Instant.MIN;
    while (true) {
      boolean last = stopping;
      queue.drainTo(this::record);
      Instant now = clock.now();
      boolean isSet = clock.takeJump().map(this::clockSet).isPresent();
      if (last || isSet || isDue(flushed, FLUSH, now)) {
        flush(now, last);
        flushed = now;
      }
      if (isSet || isDue(synced, SYNC, now)) {
        attempt(writer::sync);
        synced = now;
      }
      if (isSet || isDue(tidied, TIDY, now)) {
        attempt(() -> writer.tidy(now));
        tidied = now;
      }
      if (last) {
        attempt(writer::close);
        return;
      }
      LockSupport.parkNanos(TURN.toNanos());
    }
  }

  private static boolean isDue(Instant before, Duration interval, Instant now) {
    return before.equals(Instant.MIN) || Duration.between(before, now).compareTo(interval) >= 0;
  }

  /** Learns what was known before the server was restarted. */
  private void restore() {
    attempt(() -> {
      Instant now = clock.now();
      Instant from =
          reader.underWay().stream()
              .map(Boot::started)
              .filter(started -> started.isAfter(now.minus(LONG_BEFORE)))
              .min(Instant::compareTo)
              .filter(now.minus(BEFORE)::isAfter)
              .orElse(now.minus(BEFORE));
      reader.replay(
          from,
          event -> {
            correlator.add(event);
            ids.follow(event.id());
          });
      correlator.takeChanged();
      learn(correlator.open());
    });
  }

  private void record(Incoming incoming) {
    String id = ids.next(incoming.time());
    Event event = new Event(id, incoming.time(), incoming.address(), incoming.fact());
    for (Entry entry : correlator.add(event)) {
      attempt(() -> writer.add(entry));
    }
  }

  private boolean clockSet(Duration by) {
    record(new Incoming(clock.now(), Optional.empty(), new Event.ClockSet(by)));
    LOG.info("the clock was set by {} seconds", by.toSeconds());
    return true;
  }

  private void flush(Instant now, boolean last) {
    long requests = feed.takeOmitted() + correlator.takeUnproven();
    long lost = queue.takeLost();
    if (requests > 0 || lost > 0) {
      record(new Incoming(now, Optional.empty(), new Event.Omitted(requests, lost)));
    }
    if (last) {
      record(new Incoming(now, Optional.empty(), new Event.Server("stopped")));
    }
    correlator.passTo(now);
    List<Boot> changed = correlator.takeChanged();
    openChanged |= !changed.isEmpty();
    for (Boot boot : changed) {
      if (boot.ended().isPresent()) {
        attempt(() -> writer.add(ids.next(now), boot));
      }
    }
    learn(changed);
    List<Boot> open = openChanged ? correlator.open() : List.of();
    if (openChanged && (last || open.size() < MANY_BOOTS || now.getEpochSecond() % 5 == 0)) {
      attempt(() -> writer.open(now, open));
      openChanged = false;
    }
    attempt(writer::flush);
  }

  /** The addresses whose events have room of their own. */
  private void learn(List<Boot> boots) {
    if (known.size() > MAX_KNOWN) {
      known.clear();
    }
    for (Boot boot : boots) {
      if (boot.machine().isPresent()) {
        known.addAll(boot.addresses());
      }
    }
  }

  /** A step that may fail without harm to anything else. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private void attempt(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      failures
          .add(1, System.nanoTime())
          .ifPresent(_ ->
              LOG.warn(
                  "boots are not recorded now, machines boot all the same: {}",
                  StoreException.describe(e)));
    } catch (RuntimeException e) {
      failures
          .add(1, System.nanoTime())
          .ifPresent(_ -> LOG.error("an event of a boot is not recorded; please report this", e));
    }
  }

  /** Writes what has happened until now, and ends. */
  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join(SYNC);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
