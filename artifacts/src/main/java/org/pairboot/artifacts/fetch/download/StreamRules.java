package org.pairboot.artifacts.fetch.download;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.pairboot.artifacts.fetch.transport.Incoming;
import org.pairboot.artifacts.fetch.transport.TransferException;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;

/**
 * What a file may be like that arrives.
 *
 * @param maxSize in bytes
 * @param lowestRate bytes a second
 * @param window over how much time the rate is measured
 * @param nanoClock as {@code System::nanoTime}
 */
record StreamRules(long maxSize, long lowestRate, Duration window, LongSupplier nanoClock) {

  /** Refuses what is known beforehand to be too much. */
  void requireRoom(Path directory, Incoming incoming) throws TransferException {
    if (incoming.total().isEmpty()) {
      return;
    }
    long total = incoming.total().getAsLong();
    requireSize(total);
    // The store takes a copy before this one goes.
    DiskTrouble.requireSpace(directory, total - Math.min(total, incoming.offset()) + total);
  }

  void requireSize(long size) throws TransferException {
    if (size > maxSize) {
      throw new TransferException(
          Kind.FINAL,
          "longer than %,d bytes, which is the most that downloads.max-size allows"
              .formatted(maxSize));
    }
  }

  StreamWatch watch(Incoming incoming) {
    return new StreamWatch(this, incoming);
  }
}
