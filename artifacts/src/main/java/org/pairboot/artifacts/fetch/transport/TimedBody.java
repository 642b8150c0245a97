package org.pairboot.artifacts.fetch.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.pairboot.artifacts.content.BulkStream;

/**
 * The body of a response as a stream whose reads time out. (The timeout of {@code HttpRequest} only
 * covers the head of the response.) Holds a bounded number of buffers.
 */
final class TimedBody extends BulkStream implements BodySubscriber<InputStream> {
  /** Lists of buffers, of 16 KiB each (jdk.httpclient.bufsize), that may wait to be read. */
  private static final int BUFFERS_AHEAD = 16;

  private sealed interface Event {
    record Data(List<ByteBuffer> buffers) implements Event {}

    record Failed(Throwable cause) implements Event {}

    record Ended() implements Event {}
  }

  private final Duration timeout;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
  private final Queue<ByteBuffer> current = new ArrayDeque<>();
  private boolean ended;

  TimedBody(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Subscription subscribed) {
    if (subscription.complete(subscribed)) {
      subscribed.request(BUFFERS_AHEAD);
    } else {
      subscribed.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    events.add(new Event.Data(buffers));
  }

  @Override
  public void onError(Throwable cause) {
    events.add(new Event.Failed(cause));
  }

  @Override
  public void onComplete() {
    events.add(new Event.Ended());
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (current.isEmpty() || !current.peek().hasRemaining()) {
      if (current.poll() == null && !advance()) {
        return -1;
      }
    }
    int count = Math.min(length, current.peek().remaining());
    current.peek().get(bytes, offset, count);
    return count;
  }

  /** Waits for more bytes; returns false at the end. */
  private boolean advance() throws IOException {
    if (ended) {
      return false;
    }
    switch (next()) {
      case Event.Data(List<ByteBuffer> buffers) -> {
        current.addAll(buffers);
        subscription.join().request(1);
      }
      case Event.Failed(Throwable cause) -> {
        ended = true;
        throw cause instanceof IOException known ? known : new IOException(cause);
      }
      case Event.Ended() -> ended = true;
    }
    return !ended;
  }

  private Event next() throws IOException {
    try {
      Event event = events.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (event == null) {
        throw new HttpTimeoutException("no data for " + timeout.toSeconds() + " s");
      }
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the server");
    }
  }

  /** Ends the exchange; if the server is still sending, its connection is closed. */
  @Override
  public void close() {
    var _ = subscription.thenAccept(Subscription::cancel);
  }
}
