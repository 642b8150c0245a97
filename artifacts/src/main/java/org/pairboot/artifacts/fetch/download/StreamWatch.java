package org.pairboot.artifacts.fetch.download;

import java.time.Duration;
import org.pairboot.artifacts.fetch.transport.Incoming;
import org.pairboot.artifacts.fetch.transport.TransferException;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;

/** Counts the bytes of one answer, and ends it when they are too many or too slow. */
final class StreamWatch {
  private final StreamRules rules;
  private final Incoming incoming;
  private long size;
  private long windowStart;
  private long inWindow;

  StreamWatch(StreamRules rules, Incoming incoming) {
    this.rules = rules;
    this.incoming = incoming;
    this.size = incoming.offset();
    this.windowStart = rules.nanoClock().getAsLong();
  }

  /** How many bytes of the file are there. */
  long size() {
    return size;
  }

  /** {@code count} bytes are about to be written. */
  void arrived(int count) throws TransferException {
    size += count;
    Lengths.requireNoMore(size, incoming.total());
    rules.requireSize(size);
    inWindow += count;
    long now = rules.nanoClock().getAsLong();
    Duration elapsed = Duration.ofNanos(now - windowStart);
    if (elapsed.compareTo(rules.window()) >= 0) {
      double seconds = elapsed.toMillis() / 1000.0;
      if (inWindow < rules.lowestRate() * seconds) {
        throw new TransferException(
            Kind.TRANSIENT,
            "only %,d bytes in %.0f s, which is below downloads.lowest-rate"
                .formatted(inWindow, seconds));
      }
      windowStart = now;
      inWindow = 0;
    }
  }
}
