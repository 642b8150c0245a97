package org.pairboot.appliance.start;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/**
 * Takes the log lines of a server to a thread that writes them. A reader of standard error that
 * stands still, such as a frozen journal or the log driver of a container, then stops that thread
 * and no other. What does not fit into the queue is lost, and a line says how much that was.
 * Thread-safe; logging never blocks.
 */
public final class LogQueue extends UnsynchronizedAppenderBase<ILoggingEvent>
    implements AutoCloseable {
  /** Lines of some 200 bytes. */
  private static final int CAPACITY = 4096;

  /** For what is in the queue, when the server ends. */
  private static final Duration LAST_LINES = Duration.ofSeconds(1);

  private static final ILoggingEvent END = new LoggingEvent();

  private final BlockingQueue<ILoggingEvent> queue;
  private final AtomicLong lost = new AtomicLong();
  private final Logger own;
  private final Appender<ILoggingEvent> target;
  private volatile boolean ended;
  private final Thread writer = Thread.ofPlatform().name("log").daemon().unstarted(this::writeAll);

  LogQueue(LoggerContext context, Appender<ILoggingEvent> target, int capacity) {
    setContext(context);
    this.own = context.getLogger(LogQueue.class);
    this.target = target;
    this.queue = new ArrayBlockingQueue<>(capacity);
  }

  /** Puts a queue in front of where the log of this process goes. */
  public static LogQueue install() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    Appender<ILoggingEvent> target = root.getAppender(LogSetup.APPENDER);
    LogQueue queue = new LogQueue(context, target, CAPACITY);
    queue.start();
    root.addAppender(queue);
    root.detachAppender(target);
    return queue;
  }

  @Override
  public void start() {
    super.start();
    writer.start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (ended) {
      target.doAppend(event);
      return;
    }
    // Arguments may have changed when the line is written.
    event.prepareForDeferredProcessing();
    if (!queue.offer(event)) {
      lost.incrementAndGet();
    }
  }

  private void writeAll() {
    try {
      for (ILoggingEvent event = queue.take(); event != END; event = queue.take()) {
        target.doAppend(event);
        reportLost();
      }
      reportLost();
      ended = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reportLost() {
    long count = lost.getAndSet(0);
    if (count > 0) {
      target.doAppend(
          new LoggingEvent(
              LogQueue.class.getName(),
              own,
              Level.WARN,
              "{} log lines were lost: whatever reads standard error is too slow, or has stopped",
              null,
              new Object[] {count}));
    }
  }

  /** Waits for a moment until all lines are written. A reader that stands still misses the rest. */
  @Override
  public void close() {
    try {
      if (queue.offer(END, LAST_LINES.toMillis(), TimeUnit.MILLISECONDS)) {
        writer.join(LAST_LINES);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
