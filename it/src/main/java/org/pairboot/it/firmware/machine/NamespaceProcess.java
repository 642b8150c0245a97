package org.pairboot.it.firmware.machine;

import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.pairboot.it.lab.Command;

/** A process in a {@link Namespace}. */
public final class NamespaceProcess {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** {@code nsenter}, which waits for the process and exits with its code. */
  private final Process nsenter;

  NamespaceProcess(Process nsenter) {
    this.nsenter = nsenter;
  }

  /** Its standard output; only for a process that was started with a pipe. */
  InputStream output() {
    return nsenter.getInputStream();
  }

  public boolean isAlive() {
    return nsenter.isAlive();
  }

  /** Waits until it ends by itself; returns its exit code. */
  public int awaitExitCode(Duration limit) {
    if (!Command.awaitEnd(nsenter, limit)) {
      throw new AssertionError("did not end within " + limit.toSeconds() + " s: " + nsenter.info());
    }
    return exitCode();
  }

  /** The exit code as in a shell: 128 plus the signal number if a signal ended it. */
  public int exitCode() {
    return nsenter.exitValue();
  }

  /** Sends SIGTERM and waits for the end. */
  public void terminate(Duration limit) {
    process().ifPresent(ProcessHandle::destroy);
    if (!Command.awaitEnd(nsenter, limit)) {
      throw new AssertionError("did not end within " + limit.toSeconds() + " s: " + nsenter.info());
    }
  }

  /** Sends SIGKILL and waits for the end. */
  public void kill() {
    process().ifPresent(ProcessHandle::destroyForcibly);
    Command.awaitEnd(nsenter, LIMIT);
  }

  /** The process itself: a signal to nsenter would end only nsenter. */
  private Optional<ProcessHandle> process() {
    await("the process started by " + nsenter.info())
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> !nsenter.isAlive() || nsenter.children().findFirst().isPresent());
    return nsenter.children().findFirst();
  }
}
