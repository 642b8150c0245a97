package org.pairboot.tftp.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.pairboot.artifacts.catalog.Openings;
import org.pairboot.conf.TftpSettings;
import org.pairboot.tftp.admission.Admission;
import org.pairboot.tftp.event.TransferListener;
import org.pairboot.tftp.request.RequestResolver;
import org.pairboot.tftp.transport.Transport.Link;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread with its link and its transfers.
 *
 * <p>It serves many clients, so nothing that one of them sends or requests may end it: whatever
 * goes wrong with a packet or a content ends one transfer at most.
 */
public final class EventLoop {
  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

  /**
   * A turn that takes longer, besides its sleep, was no work: the process was stopped, its virtual
   * machine was moved, or the storage did not answer.
   */
  private static final long PAUSE = Duration.ofSeconds(1).toNanos();

  private final LongSupplier clock;
  private final Link link;
  private final TransferTable transfers;
  private final RequestHandler requests;
  private final Thread thread;
  private boolean listening = true;
  private volatile boolean draining;
  private volatile boolean aborting;
  private final AtomicReference<CountDownLatch> livenessCheck = new AtomicReference<>();
  private final CompletableFuture<Void> failure = new CompletableFuture<>();

  /**
   * What all event loops of a server share; all of it is thread-safe.
   *
   * @param clock {@link System#nanoTime}, or anything that counts in the same way
   */
  public record Shared(
      TftpSettings settings,
      RequestResolver resolver,
      Admission admission,
      Openings openings,
      TransferListener listener,
      LongSupplier clock) {}

  public EventLoop(String name, Link link, Shared shared) {
    long now = shared.clock().getAsLong();
    Notifier notifier = new Notifier(shared.listener(), now);
    UnknownTransferResponder unknownTransfers = new UnknownTransferResponder(now);
    this.clock = shared.clock();
    this.link = link;
    this.transfers = new TransferTable(shared, notifier, unknownTransfers);
    this.requests =
        new RequestHandler(
            shared,
            transfers,
            new PendingOpenings(shared.openings(), link::wakeUp),
            notifier,
            unknownTransfers);
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Accepts no more requests, and ends once the running transfers have ended. For any thread. */
  public void drain() {
    draining = true;
    link.wakeUp();
  }

  /** Ends all transfers, and itself. For any thread. */
  public void abort() {
    aborting = true;
    link.wakeUp();
  }

  /** Whether this loop completes a turn within {@code timeout}. For one thread at a time. */
  public boolean isAlive(Duration timeout) throws InterruptedException {
    CountDownLatch turn = new CountDownLatch(1);
    livenessCheck.set(turn);
    link.wakeUp();
    return turn.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Completes, exceptionally, if this loop ends because something in it failed. */
  public CompletableFuture<Void> failure() {
    return failure;
  }

  /** Waits for the end of this loop; returns whether it came in time. For any thread. */
  public boolean await(Duration timeout) throws InterruptedException {
    return thread.join(timeout);
  }

  private void run() {
    try {
      while (!aborting && !(draining && transfers.isEmpty() && !requests.isOpening())) {
        if (draining && listening) {
          listening = false;
          requests.stopAccepting();
          link.stopListening();
        }
        turn();
        transfers.callDue();
        transfers.publishDigest();
        if (livenessCheck.get() != null) {
          livenessCheck.getAndSet(null).countDown();
        }
      }
    } catch (RuntimeException | Error e) {
      LOG.error("TFTP event loop {} failed", thread.getName(), e);
      failure.completeExceptionally(e);
    } finally {
      requests.abandonOpenings();
      transfers.failAll("the server stops");
      link.close();
    }
  }

  /** Waits for packets, and handles what has come. */
  private void turn() {
    long sleep = transfers.untilNextCall();
    long due = clock.getAsLong() + Math.max(0, sleep);
    link.poll(sleep, requests);
    requests.startOpened();
    long late = clock.getAsLong() - due;
    if (late >= PAUSE) {
      transfers.onPause(late);
    }
  }
}
