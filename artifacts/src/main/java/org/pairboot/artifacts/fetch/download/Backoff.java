package org.pairboot.artifacts.fetch.download;

import java.time.Duration;
import java.util.Optional;
import org.pairboot.conf.DownloadSettings.Retry;

/**
 * How long to wait before another try: as curl and coreos-installer do, twice as long each time up
 * to a limit; longer when the server wishes it, but never above the limit.
 */
record Backoff(Retry settings) {
  private static final int MAX_DOUBLINGS = 32;

  /**
   * @param failures how many tries in a row have failed, at least 1
   */
  Duration delay(int failures, Optional<Duration> wish) {
    long factor = 1L << Math.min(failures - 1, MAX_DOUBLINGS);
    Duration doubled = settings.firstDelay().multipliedBy(factor);
    Duration wanted = wish.filter(each -> each.compareTo(doubled) > 0).orElse(doubled);
    return wanted.compareTo(settings.maxDelay()) > 0 ? settings.maxDelay() : wanted;
  }
}
