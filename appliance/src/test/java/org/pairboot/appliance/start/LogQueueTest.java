package org.pairboot.appliance.start;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogQueueTest {
  private final LoggerContext context = new LoggerContext();
  private final Reader reader = new Reader();

  @BeforeEach
  void setUp() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  /** Stands still until told to go on. */
  private static final class Reader extends AppenderBase<ILoggingEvent> {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<String> lines = new ArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      reached.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      lines.add(event.getFormattedMessage());
    }
  }

  @Test
  void neverWaitsForAReaderAndSaysWhatWasLost() throws Exception {
    reader.start();
    LogQueue queue = new LogQueue(context, reader, 3);
    queue.start();
    Logger log = context.getLogger("test");
    log.addAppender(queue);

    log.warn("line {}", 0);
    assertThat(reader.reached.await(20, TimeUnit.SECONDS)).isTrue();
    for (int i = 1; i <= 10; i++) {
      log.warn("line {}", i);
    }
    reader.goOn.countDown();
    queue.close();

    assertThat(reader.lines)
        .containsExactly(
            "line 0",
            "7 log lines were lost: whatever reads standard error is too slow, or has stopped",
            "line 1",
            "line 2",
            "line 3");
  }

  @Test
  void writesEverythingBeforeItEnds() {
    reader.goOn.countDown();
    reader.start();
    LogQueue queue = new LogQueue(context, reader, 100);
    queue.start();
    Logger log = context.getLogger("test");
    log.addAppender(queue);
    StringBuilder changing = new StringBuilder("first");

    log.warn("{}", changing);
    changing.setLength(0);
    queue.close();

    assertThat(reader.lines).containsExactly("first");
  }
}
