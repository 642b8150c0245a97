package org.pairboot.artifacts.fetch.download;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.pairboot.artifacts.fetch.transport.Receiver;
import org.pairboot.artifacts.fetch.transport.Resume;
import org.pairboot.artifacts.fetch.transport.TransferException;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;
import org.pairboot.artifacts.fetch.transport.Transport;
import org.pairboot.conf.DownloadSettings.Retry;

/**
 * Fetches a file in as many tries as it takes and the settings allow.
 *
 * @param notices hears of each try that failed and will be repeated
 */
record Retrier(Transport transport, Retry settings, Pause pause, Consumer<String> notices) {
  /** A try that brought at least this much was no failure in vain. */
  private static final long PROGRESS = 1 << 20;

  /** What is to be filled. */
  interface Target extends Receiver {
    /** What the next try need not fetch. */
    Resume resume();

    /** How many bytes there are. */
    long size();

    /** Forgets what has arrived. */
    void discard() throws TransferException;

    /** Throws when the transfer seemed to end well but is not whole. */
    void requireWhole() throws TransferException;
  }

  void fetch(URI uri, Target target) throws TransferException {
    long most = target.size();
    for (int failures = 1; ; failures++) {
      try {
        transport.fetch(uri, target.resume(), target);
        target.requireWhole();
        return;
      } catch (TransferException e) {
        if (e.kind() == Kind.ABSENT || e.kind() == Kind.FINAL) {
          throw e;
        }
        // Bytes that a server makes us fetch again are no progress: it could do that for ever.
        if (target.size() - most >= PROGRESS) {
          most = target.size();
          failures = 1;
        }
        if (failures > settings.times()) {
          throw e;
        }
        if (e.kind() == Kind.STALE_PART) {
          target.discard();
        }
        await(uri, failures, e);
      }
    }
  }

  private void await(URI uri, int failures, TransferException failure) throws TransferException {
    Duration delay = new Backoff(settings).delay(failures, failure.retryAfter());
    notices.accept(
        "%s: %s; trying again in %s (%d of %d)"
            .formatted(
                new Source.Remote(uri),
                failure.getMessage(),
                text(delay),
                failures,
                settings.times()));
    try {
      pause.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransferException(Kind.FINAL, "interrupted", e);
    }
  }

  private static String text(Duration delay) {
    return delay.toMillis() < 1000 ? delay.toMillis() + " ms" : delay.toSeconds() + " s";
  }
}
