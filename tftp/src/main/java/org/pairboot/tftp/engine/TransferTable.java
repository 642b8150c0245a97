package org.pairboot.tftp.engine;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.tftp.admission.Admission;
import org.pairboot.tftp.engine.ActiveTransfer.Origin;
import org.pairboot.tftp.event.TransferListener.DropReason;
import org.pairboot.tftp.event.TransferReport;
import org.pairboot.tftp.request.RequestResolver.Found;
import org.pairboot.tftp.request.RequestResolver.Rejected;
import org.pairboot.tftp.transfer.Allowance;
import org.pairboot.tftp.transport.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transfers of one event loop: starts each, calls it when its time has come, and ends it. No
 * other class does.
 *
 * <p>All loops together have a limited number of transfers without an answer from their client.
 * When it is reached, a new one replaces the oldest of this loop, if that has waited longer than an
 * honest client takes: forged requests are never answered, and must not keep others out.
 */
final class TransferTable {
  private static final Logger LOG = LoggerFactory.getLogger(TransferTable.class);

  /** How long the loop sleeps when it has nothing to do. Packets and wake-ups end it earlier. */
  private static final long IDLE = TimeUnit.HOURS.toNanos(1);

  /**
   * In which an honest client answers: machines boot from servers a few milliseconds away, at a
   * distant site 50.
   */
  private static final long HONEST = Duration.ofMillis(50).toNanos();

  private final EventLoop.Shared shared;
  private final Notifier notifier;
  private final UnknownTransferResponder unknownTransfers;

  /** Unpredictable for those who forge addresses. */
  private final SecureRandom random = new SecureRandom();

  private final Map<ActiveTransfer.Key, ActiveTransfer> running = new HashMap<>();
  private final Set<ActiveTransfer> unansweredByAge = new LinkedHashSet<>();
  private final Deadlines<ActiveTransfer> deadlines = new Deadlines<>();

  TransferTable(
      EventLoop.Shared shared, Notifier notifier, UnknownTransferResponder unknownTransfers) {
    this.shared = shared;
    this.notifier = notifier;
    this.unknownTransfers = unknownTransfers;
  }

  long now() {
    return shared.clock().getAsLong();
  }

  boolean isEmpty() {
    return running.isEmpty();
  }

  Optional<ActiveTransfer> find(ActiveTransfer.Key key) {
    return Optional.ofNullable(running.get(key));
  }

  /**
   * Starts a transfer: sends the OACK or the first block.
   *
   * @param reader of the content; closed if no transfer starts
   * @param lease belongs to the transfer from now on, unless the request is rejected
   * @param superseded the flow of an earlier transfer to the same peer
   * @return the ERROR to send instead, if any; a request dropped for overload gets none
   */
  Optional<Rejected> start(
      Origin origin,
      Found found,
      ContentReader reader,
      Admission.Lease lease,
      Optional<Flow> superseded) {
    if (!lease.tryTakeUnprovenPlace()
        && !(abandonOldestUnproven() && lease.tryTakeUnprovenPlace())) {
      reader.close();
      lease.closeAfter(0);
      notifier.dropped(DropReason.OVERLOADED, origin.client());
      return Optional.empty();
    }
    if (!lease.tryCountTransfer()) {
      reader.close();
      return Optional.of(Rejected.busy(found.name()));
    }
    ActiveTransfer transfer;
    try {
      Allowance.Trial trial =
          Allowance.Trial.random(
              random.nextLong(), unknownTransfers.mayHaveLateAcks(origin.peer(), origin.at()));
      transfer =
          ActiveTransfer.open(
              this, shared.settings(), trial, origin, found, reader, lease, superseded);
    } catch (RuntimeException | Error e) {
      reader.close();
      LOG.error("TFTP cannot send {} to {}", found.name(), origin.peer(), e);
      return Optional.of(Rejected.failed(found.name(), e));
    }
    running.put(origin.key(), transfer);
    unansweredByAge.add(transfer);
    notifier.publish(listener -> listener.requested(transfer.request()));
    notifier.publish(listener -> listener.negotiated(transfer.request(), transfer.terms()));
    transfer.start();
    onChange(transfer);
    return Optional.empty();
  }

  private boolean abandonOldestUnproven() {
    if (unansweredByAge.isEmpty()) {
      return false;
    }
    ActiveTransfer oldest = unansweredByAge.iterator().next();
    if (now() - oldest.origin().at() <= HONEST) {
      return false;
    }
    oldest.abandon();
    end(oldest);
    return true;
  }

  /** Ends {@code transfer}, because its client has sent another request from the same port. */
  void supersede(ActiveTransfer transfer) {
    transfer.supersede();
    end(transfer);
  }

  /** Ends all transfers, because the server stops. */
  void failAll(String reason) {
    for (ActiveTransfer transfer : List.copyOf(running.values())) {
      transfer.fail(reason);
      end(transfer);
    }
  }

  /**
   * The loop stood still for {@code nanos}. What clients sent meanwhile may still be in the queues
   * of the sockets, or is lost because these were full: no client has been silent for that time.
   */
  void onPause(long nanos) {
    running.values().forEach(transfer -> transfer.onPause(nanos));
  }

  /** Calls those whose time has come. */
  void callDue() {
    long now = now();
    for (ActiveTransfer due = deadlines.pollDue(now); due != null; due = deadlines.pollDue(now)) {
      due.onTimer();
      onChange(due);
    }
  }

  /** {@code transfer} has got a packet or sent one: it may have ended, or have a new deadline. */
  void onChange(ActiveTransfer transfer) {
    if (transfer.hasEnded()) {
      end(transfer);
    } else {
      deadlines.schedule(transfer);
    }
  }

  /** {@code transfer} has failed inside a command to its flow: ends it on the next turn. */
  void callSoon(ActiveTransfer transfer) {
    deadlines.schedule(transfer);
  }

  /** The client of {@code transfer} has answered for the first time. */
  void onAnswered(ActiveTransfer transfer) {
    unansweredByAge.remove(transfer);
    transfer.lease().onAnswered();
  }

  private void end(ActiveTransfer transfer) {
    if (!running.remove(transfer.origin().key(), transfer)) {
      return;
    }
    deadlines.remove(transfer);
    unansweredByAge.remove(transfer);
    unknownTransfers.onTransferEnd(transfer.origin().peer(), now());
    transfer.publishProgress(notifier);
    TransferReport report = transfer.report();
    transfer.close();
    notifier.publish(listener -> listener.finished(report));
  }

  /** How long the loop may sleep, in nanoseconds. */
  long untilNextCall() {
    long now = now();
    long deadline = deadlines.isEmpty() ? IDLE : deadlines.next() - now;
    boolean digestNeeded = !running.isEmpty() || notifier.hasDrops();
    return digestNeeded ? Math.min(deadline, notifier.nextDigest() - now) : deadline;
  }

  /** Publishes what is published in intervals, so that it costs nothing per packet. */
  void publishDigest() {
    if (notifier.isDigestDue(now())) {
      running.values().forEach(transfer -> transfer.publishProgress(notifier));
      notifier.publishDrops();
    }
  }
}
