package org.pairboot.http;

import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.Duration;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.http.event.ResponseReport.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.Options;
import org.xnio.channels.StreamSinkChannel;

/**
 * Sends one response. Writes while the socket accepts bytes, and waits for the selector when it
 * does not. Confined to the connection's I/O thread.
 *
 * <p>However the exchange ends, Undertow calls {@link #exchangeEvent} once; all resources are
 * released then.
 */
final class Response implements ChannelListener<StreamSinkChannel>, ExchangeCompletionListener {
  private static final Logger LOG = LoggerFactory.getLogger(Response.class);

  /**
   * The most bytes sent before the other connections of the thread get their turn; a client on a
   * fast link could otherwise keep one {@code sendfile} busy for gigabytes. With shorter turns, the
   * selector runs in between cost a third more CPU time.
   */
  private static final long TURN = 8 << 20;

  private static final long PROGRESS_NANOS = 500_000_000;

  private final HttpServerExchange http;
  private final Exchange exchange;
  private final ResponsePlan plan;
  private final ContentReader reader;
  private final long planned;
  private final IdleTimer idle;
  private StreamSinkChannel channel;
  private SocketSink sink;
  private long lastProgress;
  private long sent;
  private Outcome outcome = Outcome.ABORTED;
  private boolean sending;
  private boolean ended;
  private boolean released;

  /**
   * @param exchange is closed at the end of the response
   * @param reader of the body; closed at the end of the response
   */
  Response(
      HttpServerExchange http,
      Exchange exchange,
      ResponsePlan plan,
      ContentReader reader,
      Duration idleTimeout) {
    this.http = http;
    this.exchange = exchange;
    this.plan = plan;
    this.reader = reader;
    this.planned = exchange.request().head() ? 0 : plan.body().length();
    this.idle =
        new IdleTimer(http.getIoThread(), System::nanoTime, idleTimeout, this::send, this::timeOut);
  }

  void start(SocketSink.Factory sinks) {
    http.addExchangeCompleteListener(this);
    plan.writeHead(http);
    channel = http.getResponseChannel();
    sink = sinks.create(channel);
    lastProgress = System.nanoTime();
    channel.getWriteSetter().set(this);
    handleEvent(channel);
  }

  ResponsePlan plan() {
    return plan;
  }

  /** Bytes of the body that were handed to the kernel. */
  long sent() {
    return sent;
  }

  /** Bytes of the body in all; 0 for HEAD. */
  long planned() {
    return planned;
  }

  Outcome outcome() {
    return outcome;
  }

  @Override
  public void handleEvent(StreamSinkChannel writable) {
    send();
    if (!ended) {
      channel.resumeWrites();
      idle.start();
    }
  }

  /** Sends what the socket accepts, up to one turn. True when it sent bytes or ended. */
  private boolean send() {
    long before = sent;
    sending = true;
    try {
      if (sendBody() && sink.finish()) {
        complete();
      }
    } catch (SocketSink.ConnectionLostException e) {
      LOG.debug("HTTP: client {} left after {} bytes", http.getSourceAddress(), sent, e);
      abort();
    } catch (IOException | RuntimeException | InternalError e) {
      exchange.cannotRead(e);
      outcome = Outcome.FAILED;
      abort();
    } finally {
      sending = false;
      releaseIfEnded();
    }
    if (sent > before) {
      idle.moved();
      reportProgress();
    }
    return sent > before || ended;
  }

  private void reportProgress() {
    long now = System.nanoTime();
    if (now - lastProgress >= PROGRESS_NANOS && !ended) {
      lastProgress = now;
      exchange.progress(sent);
    }
  }

  /** True when the whole body was sent. */
  private boolean sendBody() throws IOException {
    long stop = Math.min(planned, sent + TURN);
    while (sent < stop) {
      long offered = stop - sent;
      long accepted = reader.transferTo(plan.body().first() + sent, offered, sink);
      sent += accepted;
      if (accepted < offered) {
        return false;
      }
    }
    return sent == planned;
  }

  private void complete() {
    outcome = plan.outcome();
    if (!http.isRequestComplete()) {
      // The request has a body, which is not read: the client may never send all of it.
      IoUtils.safeClose(http.getConnection());
    }
  }

  private void timeOut() {
    outcome = Outcome.TIMED_OUT;
    abort();
  }

  /** Resets the connection, so that neither side takes a part of the body for the whole. */
  private void abort() {
    try {
      http.getConnection().setOption(Options.CLOSE_ABORT, true);
    } catch (IOException e) {
      LOG.trace("already closed", e);
    }
    IoUtils.safeClose(http.getConnection());
  }

  @Override
  public void exchangeEvent(HttpServerExchange completed, NextListener next) {
    ended = true;
    next.proceed();
    releaseIfEnded();
  }

  /** Waits for a running write, during which Undertow may end the exchange: it uses the reader. */
  private void releaseIfEnded() {
    if (ended && !sending && !released) {
      released = true;
      idle.cancel();
      reader.close();
      exchange.close(this);
    }
  }
}
