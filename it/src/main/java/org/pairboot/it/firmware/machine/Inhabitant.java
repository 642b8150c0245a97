package org.pairboot.it.firmware.machine;

import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process in a {@link Namespace}. */
public final class Inhabitant {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** {@code nsenter}, which waits for the process and ends as it does. */
  private final Process door;

  Inhabitant(Process door) {
    this.door = door;
  }

  /** What it prints, for one that was started to be read. */
  InputStream output() {
    return door.getInputStream();
  }

  public boolean isAlive() {
    return door.isAlive();
  }

  /** Waits for it to end by itself; returns its exit code. */
  public int awaitExitCode(Duration limit) {
    if (!awaitEnd(door, limit)) {
      throw new AssertionError("did not end within " + limit.toSeconds() + " s: " + door.info());
    }
    return exitCode();
  }

  /** As the shell has it: 128 plus the signal's number when a signal ended it. */
  public int exitCode() {
    return door.exitValue();
  }

  /** Sends SIGTERM and waits for the end. */
  public void terminate(Duration limit) {
    process().ifPresent(ProcessHandle::destroy);
    if (!awaitEnd(door, limit)) {
      throw new AssertionError("did not end within " + limit.toSeconds() + " s: " + door.info());
    }
  }

  /** Sends SIGKILL and waits for the end. */
  public void kill() {
    process().ifPresent(ProcessHandle::destroyForcibly);
    awaitEnd(door, LIMIT);
  }

  /** A signal to nsenter would end nsenter alone. */
  private Optional<ProcessHandle> process() {
    await("the process behind " + door.info())
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> !door.isAlive() || door.children().findFirst().isPresent());
    return door.children().findFirst();
  }

  static boolean awaitEnd(Process process, Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
