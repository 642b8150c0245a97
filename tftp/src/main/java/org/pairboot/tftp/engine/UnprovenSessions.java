package org.pairboot.tftp.engine;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.pairboot.tftp.admission.Admission;

/**
 * The sessions of one event loop whose client has not answered yet.
 *
 * <p>There may be so many in all loops. When there are, a new one takes the place of the oldest, if
 * that has waited longer than an honest client takes: forged requests are never answered, and must
 * not keep others out.
 */
final class UnprovenSessions {
  /** Machines boot from servers that are a few milliseconds away; a distant site may be 50. */
  private static final long HONEST = Duration.ofMillis(50).toNanos();

  private final Admission admission;
  private final Set<Session> inOrder = new LinkedHashSet<>();

  UnprovenSessions(Admission admission) {
    this.admission = admission;
  }

  /** Whether there is room for one more, which is counted from now on. */
  boolean tryReserve() {
    return admission.tryAddUnproven();
  }

  /** Takes back {@link #tryReserve} where no session came of it. */
  void cancel() {
    admission.removeUnproven();
  }

  /** The reserved place is for {@code session}. */
  void add(Session session) {
    inOrder.add(session);
  }

  /** {@code session} is proven, or over; harmless where it was already. */
  void remove(Session session) {
    if (inOrder.remove(session)) {
      admission.removeUnproven();
    }
  }

  /** The session that has to make room for a new one. */
  Optional<Session> replaceable(long now) {
    if (inOrder.isEmpty()) {
      return Optional.empty();
    }
    Session oldest = inOrder.iterator().next();
    return Optional.of(oldest).filter(session -> now - session.origin().at() > HONEST);
  }
}
