package org.pairboot.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.pairboot.http.event.ResponseListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.Options;
import org.xnio.StreamConnection;

/** Lets new connections through to the protocol, unless their client has too many. */
final class ConnectionGate implements ChannelListener<StreamConnection> {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionGate.class);

  private final ClientConnections clients;
  private final ResponseListener listener;
  private final ChannelListener<StreamConnection> protocol;

  ConnectionGate(
      ClientConnections clients,
      ResponseListener listener,
      ChannelListener<StreamConnection> protocol) {
    this.clients = clients;
    this.listener = listener;
    this.protocol = protocol;
  }

  @Override
  public void handleEvent(StreamConnection connection) {
    InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
    if (peer == null) {
      IoUtils.safeClose(connection);
    } else if (clients.tryOpen(peer.getAddress())) {
      open(connection, peer.getAddress());
    } else {
      turnAway(connection, peer.getAddress());
    }
  }

  /**
   * The protocol has set a close listener of its own when it returns. It may also have closed the
   * connection already. All of this runs on the connection's own I/O thread.
   */
  private void open(StreamConnection connection, InetAddress client) {
    protocol.handleEvent(connection);
    if (!connection.isOpen()) {
      clients.close(client);
      return;
    }
    ChannelListener<? super StreamConnection> ofProtocol = connection.getCloseListener();
    connection.setCloseListener(closed -> {
      clients.close(client);
      if (ofProtocol != null) {
        ofProtocol.handleEvent(closed);
      }
    });
  }

  private void turnAway(StreamConnection connection, InetAddress client) {
    try {
      // A reset, so that no connection lingers here that was refused.
      connection.setOption(Options.CLOSE_ABORT, true);
    } catch (IOException e) {
      LOG.trace("already closed", e);
    }
    IoUtils.safeClose(connection);
    try {
      listener.turnedAway(client);
    } catch (RuntimeException e) {
      LOG.error("a listener failed on a connection of {}", client, e);
    }
  }
}
