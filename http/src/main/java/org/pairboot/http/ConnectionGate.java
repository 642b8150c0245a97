package org.pairboot.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.pairboot.artifacts.catalog.ClientLimit;
import org.pairboot.http.event.ResponseListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.ssl.SslConnection;

/**
 * Passes new connections on to the protocol, and rejects those of clients that have too many. Ends
 * a TLS handshake that takes too long: Undertow sees no connection before it is done.
 */
final class ConnectionGate implements ChannelListener<StreamConnection> {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionGate.class);

  /** Of the session of an SSLEngine before the handshake. */
  private static final String NO_PROTOCOL = "NONE";

  private final ClientLimit clients;
  private final ResponseListener listener;
  private final Duration handshakeTimeout;
  private final ChannelListener<StreamConnection> protocol;

  ConnectionGate(
      ClientLimit clients,
      ResponseListener listener,
      Duration handshakeTimeout,
      ChannelListener<StreamConnection> protocol) {
    this.clients = clients;
    this.listener = listener;
    this.handshakeTimeout = handshakeTimeout;
    this.protocol = protocol;
  }

  @Override
  public void handleEvent(StreamConnection connection) {
    InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
    if (peer == null) {
      IoUtils.safeClose(connection);
    } else if (clients.tryAcquire(peer.getAddress())) {
      open(connection, peer.getAddress());
    } else {
      reject(connection, peer.getAddress());
    }
  }

  /**
   * When the protocol returns, it has set its own close listener, and may have closed the
   * connection already. All of this runs on the connection's I/O thread.
   */
  private void open(StreamConnection connection, InetAddress client) {
    protocol.handleEvent(connection);
    if (!connection.isOpen()) {
      clients.release(client);
      return;
    }
    Runnable endTimer =
        connection instanceof SslConnection tls ? startHandshakeTimer(tls) : () -> {};
    ChannelListener<? super StreamConnection> protocolListener = connection.getCloseListener();
    connection.setCloseListener(closed -> {
      clients.release(client);
      endTimer.run();
      if (protocolListener != null) {
        protocolListener.handleEvent(closed);
      }
    });
  }

  private Runnable startHandshakeTimer(SslConnection connection) {
    XnioExecutor.Key timer =
        connection
            .getIoThread()
            .executeAfter(
                () -> {
                  SSLSession session = connection.getSslSession();
                  if (session == null || session.getProtocol().equals(NO_PROTOCOL)) {
                    IoUtils.safeClose(connection);
                  }
                },
                handshakeTimeout.toMillis(),
                TimeUnit.MILLISECONDS);
    return timer::remove;
  }

  private void reject(StreamConnection connection, InetAddress client) {
    try {
      // A reset, so that rejected connections do not linger in TIME_WAIT.
      connection.setOption(Options.CLOSE_ABORT, true);
    } catch (IOException e) {
      LOG.trace("already closed", e);
    }
    IoUtils.safeClose(connection);
    try {
      listener.connectionRejected(client);
    } catch (RuntimeException e) {
      LOG.error("HTTP: a listener failed on a connection from {}", client.getHostAddress(), e);
    }
  }
}
