package org.pairboot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.xnio.XnioExecutor;

class IdleTimerTest {
  private final ManualExecutor executor = new ManualExecutor();
  private boolean lastAttemptSends;
  private int idles;
  private final IdleTimer timer =
      new IdleTimer(
          executor,
          () -> executor.now,
          Duration.ofNanos(100),
          () -> lastAttemptSends,
          () -> idles++);

  @Test
  void firesAfterTheTimeout() {
    timer.start();
    executor.advanceTo(99);
    assertThat(idles).isZero();
    executor.advanceTo(100);
    executor.advanceTo(1000);
    assertThat(idles).isOne();
  }

  @Test
  void progressRestartsTheTimeout() {
    timer.start();
    for (int now = 60; now <= 600; now += 60) {
      executor.advanceTo(now);
      timer.moved();
    }
    executor.advanceTo(699);
    assertThat(idles).isZero();
    executor.advanceTo(700);
    assertThat(idles).isOne();
  }

  @Test
  void aSuccessfulLastAttemptRestartsTheTimeout() {
    lastAttemptSends = true;
    timer.start();
    executor.advanceTo(350);
    assertThat(idles).isZero();
    lastAttemptSends = false;
    executor.advanceTo(400);
    assertThat(idles).isOne();
  }

  @Test
  void neverFiresOnceCancelled() {
    timer.start();
    timer.cancel();
    executor.advanceTo(1000);
    assertThat(idles).isZero();
    assertThat(executor.tasks).isEmpty();
  }

  private static final class ManualExecutor implements XnioExecutor {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long now;

    private record Task(long at, Runnable command) implements Comparable<Task> {
      @Override
      public int compareTo(Task other) {
        return Long.compare(at, other.at);
      }
    }

    void advanceTo(long time) {
      while (!tasks.isEmpty() && tasks.peek().at <= time) {
        Task task = tasks.remove();
        now = task.at;
        task.command.run();
      }
      now = time;
    }

    @Override
    public void execute(Runnable command) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Key executeAfter(Runnable command, long time, TimeUnit unit) {
      Task task = new Task(now + unit.toNanos(time), command);
      tasks.add(task);
      return () -> tasks.remove(task);
    }

    @Override
    public Key executeAtInterval(Runnable command, long time, TimeUnit unit) {
      throw new UnsupportedOperationException();
    }
  }
}
