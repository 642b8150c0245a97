package org.pairboot.artifacts.fetch.download;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.pairboot.artifacts.fetch.transport.TransferException;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;
import org.pairboot.artifacts.fetch.transport.Transport;
import org.pairboot.artifacts.fetch.transport.Transport.Incoming;
import org.pairboot.artifacts.fetch.transport.Transport.Receiver;
import org.pairboot.artifacts.fetch.transport.Transport.Resume;
import org.pairboot.conf.DownloadSettings.Retry;

/** Fetches a file in as many attempts as it takes and the settings allow. */
final class Retrier {
  /** An attempt that fetched at least this much resets the count of failures. */
  private static final long PROGRESS = 1 << 20;

  /** Keeps the shift within a long; the delay has reached its limit long before. */
  private static final int MAX_DOUBLINGS = 32;

  private final Transport transport;
  private final Retry settings;
  private final Pause pause;
  private final Consumer<String> notices;

  /**
   * @param notices receives a line for each failed attempt that will be repeated
   */
  Retrier(Transport transport, Retry settings, Pause pause, Consumer<String> notices) {
    this.transport = transport;
    this.settings = settings;
    this.pause = pause;
    this.notices = notices;
  }

  /** Waits between two attempts. */
  @FunctionalInterface
  interface Pause {
    void sleep(Duration duration) throws InterruptedException;
  }

  /** The file that is to be filled. */
  interface Target extends Receiver {
    /** What the next attempt need not fetch. */
    Resume resume();

    /** How many bytes have arrived. */
    long size();

    /** Deletes what has arrived. */
    void discard() throws TransferException;

    /** Throws when a transfer ended without an error but bytes are missing. */
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
        boolean isFinal =
            switch (e.kind()) {
              case ABSENT, NO_ROOM, FINAL -> true;
              // A name under which files came before is not misspelt.
              case UNKNOWN_HOST -> target.size() == 0;
              case TRANSIENT, STALE_PART -> false;
            };
        if (isFinal) {
          throw e;
        }
        // Bytes fetched a second time are not progress: a server could make that go on for ever.
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

  /** The bytes of a small file; a file of more than {@code maxBytes} is an error. */
  byte[] read(URI uri, int maxBytes) throws TransferException {
    SmallFile file = new SmallFile(maxBytes);
    fetch(uri, file);
    return file.bytes.toByteArray();
  }

  private void await(URI uri, int failures, TransferException failure) throws TransferException {
    Duration delay = delay(failures, failure.retryAfter());
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

  /**
   * As curl and coreos-installer do: twice as long after each failure in a row, up to a limit;
   * longer if the server asks for that, but never above the limit.
   */
  private Duration delay(int failures, Optional<Duration> retryAfter) {
    long factor = 1L << Math.min(failures - 1, MAX_DOUBLINGS);
    Duration doubled = settings.firstDelay().multipliedBy(factor);
    Duration delay = retryAfter.filter(each -> each.compareTo(doubled) > 0).orElse(doubled);
    return delay.compareTo(settings.maxDelay()) > 0 ? settings.maxDelay() : delay;
  }

  private static String text(Duration delay) {
    return delay.toMillis() < 1000 ? delay.toMillis() + " ms" : delay.toSeconds() + " s";
  }

  /** A file of limited size that arrives in memory. */
  private static final class SmallFile implements Target {
    private final int maxBytes;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private OptionalLong total = OptionalLong.empty();

    private SmallFile(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    @Override
    public Resume resume() {
      return Resume.NOTHING;
    }

    @Override
    public long size() {
      return bytes.size();
    }

    @Override
    public void discard() {
      bytes = new ByteArrayOutputStream();
    }

    @Override
    public void requireWhole() throws TransferException {
      ArrivalLimits.requireWhole(size(), total);
    }

    @Override
    public OutputStream begin(Incoming incoming) throws TransferException {
      discard();
      total = incoming.total();
      return new OutputStream() {
        @Override
        public void write(int b) throws TransferException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] more, int offset, int length) throws TransferException {
          if (bytes.size() + (long) length > maxBytes) {
            throw new TransferException(
                Kind.FINAL, "larger than %,d bytes, the limit for this file".formatted(maxBytes));
          }
          bytes.write(more, offset, length);
        }
      };
    }
  }
}
