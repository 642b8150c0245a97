package org.pairboot.artifacts.store;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The lock that writers take, one at a time over all processes. */
record StoreLock(StoreLayout layout, StoreOptions options) {

  /** Waits as long as the options say. */
  ProcessLock acquire() throws IOException {
    return switch (attempt(options.lockWait())) {
      case ProcessLock.Attempt.Acquired acquired -> acquired.lock();
      case ProcessLock.Attempt.Refused refused ->
          throw new StoreLocked(layout.root(), refused.holder(), options.lockWait());
    };
  }

  /** Does not wait; empty when somebody else has it. */
  Optional<ProcessLock> tryAcquire() throws IOException {
    return attempt(Duration.ZERO) instanceof ProcessLock.Attempt.Acquired(ProcessLock lock)
        ? Optional.of(lock)
        : Optional.empty();
  }

  private ProcessLock.Attempt attempt(Duration wait) throws IOException {
    return ProcessLock.acquire(layout.lock(), wait, options.command());
  }
}
