package org.pairboot.artifacts.fetch.download;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.pairboot.artifacts.content.DiskSpace;
import org.pairboot.artifacts.fetch.transport.TransferException;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;
import org.pairboot.artifacts.fetch.transport.Transport.Incoming;
import org.pairboot.conf.DownloadSettings;

/** The limits on what a server sends: not too much, not too slowly, and what it announced. */
final class ArrivalLimits {
  private final long maxSize;
  private final long lowestRate;
  private final Duration window;
  private final LongSupplier nanoClock;

  /**
   * @param nanoClock as {@code System::nanoTime}
   */
  ArrivalLimits(DownloadSettings settings, LongSupplier nanoClock) {
    this.maxSize = settings.maxSize();
    this.lowestRate = settings.lowestRate();
    this.window = settings.readTimeout();
    this.nanoClock = nanoClock;
  }

  /** Throws when the server announces more than the limits or the disk allow. */
  void requireRoom(Path directory, Incoming incoming) throws TransferException {
    if (incoming.total().isEmpty()) {
      return;
    }
    long total = incoming.total().getAsLong();
    requireSize(total);
    // The store copies the file before the download is deleted.
    long needed = total - Math.min(total, incoming.offset()) + total;
    if (DiskSpace.isTooSmall(directory, needed)) {
      throw new TransferException(
          Kind.NO_ROOM,
          "not enough space on the file system of %s: %s"
              .formatted(directory, DiskSpace.shortage(needed, DiskSpace.free(directory))));
    }
  }

  /** Throws when a transfer ended before all the bytes that the server announced had arrived. */
  static void requireWhole(long size, OptionalLong total) throws TransferException {
    if (total.isPresent() && size < total.getAsLong()) {
      throw new TransferException(
          Kind.TRANSIENT,
          "the server announced %,d bytes but sent %,d".formatted(total.getAsLong(), size));
    }
  }

  private void requireSize(long size) throws TransferException {
    if (size > maxSize) {
      throw new TransferException(
          Kind.FINAL, "larger than downloads.max-size (%,d bytes)".formatted(maxSize));
    }
  }

  Watch watch(Incoming incoming) {
    return new Watch(incoming);
  }

  /** Counts the bytes of one response, and ends it when they are too many or too slow. */
  final class Watch {
    private final Incoming incoming;
    private long size;
    private long windowStart = nanoClock.getAsLong();
    private long inWindow;

    private Watch(Incoming incoming) {
      this.incoming = incoming;
      this.size = incoming.offset();
    }

    /** How many bytes of the file have arrived. */
    long size() {
      return size;
    }

    /** {@code count} more bytes have arrived and are about to be written. */
    void arrived(int count) throws TransferException {
      size += count;
      requireNoMoreThanAnnounced();
      requireSize(size);
      inWindow += count;
      requireRate();
    }

    private void requireNoMoreThanAnnounced() throws TransferException {
      OptionalLong total = incoming.total();
      if (total.isPresent() && size > total.getAsLong()) {
        throw new TransferException(
            Kind.FINAL,
            "the server announced %,d bytes but sends more".formatted(total.getAsLong()));
      }
    }

    private void requireRate() throws TransferException {
      long now = nanoClock.getAsLong();
      Duration elapsed = Duration.ofNanos(now - windowStart);
      if (elapsed.compareTo(window) < 0) {
        return;
      }
      double seconds = elapsed.toMillis() / 1000.0;
      if (inWindow < lowestRate * seconds) {
        throw new TransferException(
            Kind.TRANSIENT,
            "only %,d bytes in %.0f s, slower than downloads.lowest-rate"
                .formatted(inWindow, seconds));
      }
      windowStart = now;
      inWindow = 0;
    }
  }
}
