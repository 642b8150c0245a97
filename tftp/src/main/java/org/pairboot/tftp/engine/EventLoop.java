package org.pairboot.tftp.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.pairboot.tftp.transport.Link;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread with its link and its sessions.
 *
 * <p>Serves many clients, so nothing that one of them sends or asks for may end it: whatever goes
 * wrong with a packet or a content ends one transfer at most.
 */
public final class EventLoop {
  private static final Logger LOGGER = LoggerFactory.getLogger(EventLoop.class);

  private final Link link;
  private final Sessions sessions;
  private final RequestHandler requests;
  private final Thread thread;
  private boolean listening = true;
  private volatile boolean draining;
  private volatile boolean aborting;
  private final AtomicReference<CountDownLatch> question = new AtomicReference<>();

  public EventLoop(String name, Link link, Shared shared) {
    Strays strays = new Strays(shared.clock().getAsLong());
    this.link = link;
    this.sessions = new Sessions(shared, strays);
    this.requests = new RequestHandler(shared, sessions, strays);
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Takes no more requests, and ends once the running transfers have ended. For any thread. */
  public void drain() {
    draining = true;
    link.wakeUp();
  }

  /** Ends all transfers, and itself. For any thread. */
  public void abort() {
    aborting = true;
    link.wakeUp();
  }

  /** Whether this loop comes round within {@code patience}. For any one thread at a time. */
  public boolean reacts(Duration patience) throws InterruptedException {
    CountDownLatch answer = new CountDownLatch(1);
    question.set(answer);
    link.wakeUp();
    return answer.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Waits for the end of this loop; whether it came in time. For any thread. */
  public boolean await(Duration timeout) throws InterruptedException {
    return thread.join(timeout);
  }

  private void run() {
    try {
      while (!aborting && !(draining && sessions.isEmpty())) {
        if (draining && listening) {
          listening = false;
          requests.stopAccepting();
          link.stopListening();
        }
        link.poll(sessions.untilNextDeadline(), requests);
        sessions.expire();
        sessions.tellNowAndThen();
        if (question.get() != null) {
          question.getAndSet(null).countDown();
        }
      }
    } catch (RuntimeException | Error e) {
      LOGGER.error("TFTP event loop {} cannot go on", thread.getName(), e);
    } finally {
      sessions.failAll("the server stops");
      link.close();
    }
  }
}
