package org.pairboot.tftp.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.pairboot.conf.TftpSettings;
import org.pairboot.tftp.event.TransferReport;

/** The sessions of one event loop and their timers. */
final class Sessions implements Session.Host {
  private static final long IDLE = TimeUnit.HOURS.toNanos(1);

  private final Shared shared;
  private final Notifier notifier;
  private final UnprovenSessions unproven;
  private final Strays strays;
  private final Map<Session.Key, Session> running = new HashMap<>();
  private final Deadlines<Session> deadlines = new Deadlines<>();

  Sessions(Shared shared, Strays strays) {
    this.shared = shared;
    this.notifier = new Notifier(shared.listener(), shared.clock().getAsLong());
    this.unproven = new UnprovenSessions(shared.admission());
    this.strays = strays;
  }

  boolean isEmpty() {
    return running.isEmpty();
  }

  Optional<Session> find(Session.Key key) {
    return Optional.ofNullable(running.get(key));
  }

  /**
   * Reserves the right to {@link #start} a session; {@link #cancel} gives it back.
   *
   * @return whether there is room for one more that is not proven yet
   */
  boolean tryReserve() {
    if (unproven.tryReserve()) {
      return true;
    }
    Optional<Session> replaceable = unproven.replaceable(now());
    replaceable.ifPresent(session -> {
      session.abandon();
      settle(session);
    });
    return replaceable.isPresent() && unproven.tryReserve();
  }

  void cancel() {
    unproven.cancel();
  }

  /** Runs {@code session}, which holds a token of the limits from now to its end. */
  void start(Session session) {
    running.put(session.origin().key(), session);
    unproven.add(session);
    notifier.tell(listener -> listener.negotiated(session.request(), session.terms()));
    session.start();
    settle(session);
  }

  Notifier notifier() {
    return notifier;
  }

  long untilNextDeadline() {
    long now = now();
    long expiry = deadlines.isEmpty() ? IDLE : deadlines.next() - now;
    boolean newsExpected = !running.isEmpty() || notifier.hasDrops();
    return newsExpected ? Math.min(expiry, notifier.nextDigest() - now) : expiry;
  }

  /** Tells what is told in intervals, so that it costs nothing with every packet. */
  void tellNowAndThen() {
    if (notifier.takeTurn(now())) {
      running.values().forEach(session -> session.tellNews(notifier));
      notifier.tellDrops();
    }
  }

  /** Calls those whose time has come. */
  void expire() {
    long now = now();
    for (Session due = deadlines.pollDue(now); due != null; due = deadlines.pollDue(now)) {
      due.onTimer();
    }
  }

  void failAll(String reason) {
    for (Session session : List.copyOf(running.values())) {
      session.fail(reason);
      settle(session);
    }
  }

  @Override
  public void proven(Session session) {
    unproven.remove(session);
    giveBack(session);
  }

  private void giveBack(Session session) {
    TftpSettings settings = shared.settings();
    shared.admission().giveBack(session.origin().client(), settings.unprovenPackets());
  }

  @Override
  public long now() {
    return shared.clock().getAsLong();
  }

  @Override
  public void settle(Session session) {
    if (!session.hasEnded()) {
      deadlines.schedule(session);
    } else if (running.remove(session.origin().key(), session)) {
      deadlines.remove(session);
      strays.onEnd(session.origin().peer(), now());
      unproven.remove(session);
      session.tellNews(notifier);
      TransferReport report = session.report();
      session.close();
      shared.limits().release(session.origin().peer().getAddress());
      tell(report);
    }
  }

  @Override
  public void callSoon(Session session) {
    deadlines.schedule(session);
  }

  /** Reports what has ended. */
  void tell(TransferReport report) {
    notifier.tell(listener -> listener.finished(report));
  }
}
