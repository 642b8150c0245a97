package org.pairboot.http;

import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.Duration;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.http.event.ResponseOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.Options;
import org.xnio.channels.StreamSinkChannel;

/**
 * One response on its way out, driven by the socket: it moves bytes while the socket takes them,
 * and waits for the selector when it does not. Everything happens on the connection's I/O thread.
 *
 * <p>However the exchange ends, Undertow tells {@link #exchangeEvent} once; what this holds is
 * released then.
 */
final class Response implements ChannelListener<StreamSinkChannel>, ExchangeCompletionListener {
  private static final Logger LOG = LoggerFactory.getLogger(Response.class);

  /**
   * The most bytes moved before other connections of the same thread have their turn. A client on a
   * fast link could else keep one {@code sendfile} going for gigabytes. With shorter turns, the
   * rounds of the selector between them cost a third more CPU time.
   */
  private static final long TURN = 8 << 20;

  private static final long PROGRESS_NANOS = 500_000_000;

  private final HttpServerExchange exchange;
  private final Answer answer;
  private final ContentReader reader;
  private final long planned;
  private final Observer observer;
  private final IdleTimer idle;
  private StreamSinkChannel channel;
  private SocketSink sink;
  private long toldProgress;
  private long sent;
  private ResponseOutcome outcome = ResponseOutcome.ABORTED;
  private boolean moving;
  private boolean ended;
  private boolean released;

  /** Hears of one response. */
  interface Observer {
    /** More bytes of the body are out; at most twice a second. */
    void progress(long sent);

    /** Once, after the response has ended and its reader is closed. */
    void ended(Response response);
  }

  /**
   * @param reader of the answer's body; closed by this
   * @param withBody false for HEAD
   */
  Response(
      HttpServerExchange exchange,
      Answer answer,
      ContentReader reader,
      boolean withBody,
      Duration idleTimeout,
      Observer observer) {
    this.exchange = exchange;
    this.answer = answer;
    this.reader = reader;
    this.planned = withBody ? answer.body().length() : 0;
    this.observer = observer;
    this.idle =
        new IdleTimer(
            exchange.getIoThread(), System::nanoTime, idleTimeout, this::move, this::timeOut);
  }

  void start(SocketSink.Factory sinks) {
    exchange.addExchangeCompleteListener(this);
    ResponseHead.set(exchange, answer);
    channel = exchange.getResponseChannel();
    sink = sinks.create(channel);
    toldProgress = System.nanoTime();
    channel.getWriteSetter().set(this);
    handleEvent(channel);
  }

  Answer answer() {
    return answer;
  }

  /** Bytes of the body that the kernel took. */
  long sent() {
    return sent;
  }

  /** Bytes that the body has. */
  long planned() {
    return planned;
  }

  ResponseOutcome outcome() {
    return outcome;
  }

  @Override
  public void handleEvent(StreamSinkChannel writable) {
    move();
    if (!ended) {
      channel.resumeWrites();
      idle.start();
    }
  }

  /** Moves what the socket takes, up to one turn. True when bytes moved or the response ended. */
  private boolean move() {
    long before = sent;
    moving = true;
    try {
      if (moveBody() && sink.finish()) {
        complete();
      }
    } catch (SocketSink.ConnectionLost e) {
      LOG.debug("client {} left after {} bytes", exchange.getSourceAddress(), sent, e);
      abort();
    } catch (IOException | RuntimeException | InternalError e) {
      LOG.error("cannot read the body of {}", SafeText.of(exchange.getRequestURI(), 200), e);
      outcome = ResponseOutcome.FAILED;
      abort();
    } finally {
      moving = false;
      release();
    }
    if (sent > before) {
      idle.moved();
      tellProgress();
    }
    return sent > before || ended;
  }

  private void tellProgress() {
    long now = System.nanoTime();
    if (now - toldProgress >= PROGRESS_NANOS && !ended) {
      toldProgress = now;
      observer.progress(sent);
    }
  }

  /** True when all of the body is out. */
  private boolean moveBody() throws IOException {
    long stop = Math.min(planned, sent + TURN);
    while (sent < stop) {
      long asked = stop - sent;
      long taken = reader.transferTo(answer.body().first() + sent, asked, sink);
      sent += taken;
      if (taken < asked) {
        return false;
      }
    }
    return sent == planned;
  }

  private void complete() {
    outcome = answer.outcome();
    if (!exchange.isRequestComplete()) {
      // There is a request body that nobody wants. To wait for its end would be to wait for a
      // client that may never send it.
      IoUtils.safeClose(exchange.getConnection());
    }
  }

  private void timeOut() {
    outcome = ResponseOutcome.TIMED_OUT;
    abort();
  }

  /** Resets the connection, so that neither side takes what went out for the whole. */
  private void abort() {
    try {
      exchange.getConnection().setOption(Options.CLOSE_ABORT, true);
    } catch (IOException e) {
      LOG.trace("already closed", e);
    }
    IoUtils.safeClose(exchange.getConnection());
  }

  @Override
  public void exchangeEvent(HttpServerExchange completed, NextListener next) {
    ended = true;
    next.proceed();
    release();
  }

  /** Undertow may end the exchange from inside a write, when the reader must not be closed yet. */
  private void release() {
    if (ended && !moving && !released) {
      released = true;
      idle.cancel();
      reader.close();
      observer.ended(this);
    }
  }
}
