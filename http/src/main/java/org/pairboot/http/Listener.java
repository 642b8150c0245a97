package org.pairboot.http;

import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import org.pairboot.conf.HostPort;
import org.pairboot.conf.HttpSettings;
import org.pairboot.conf.HttpSettings.Timeouts;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.channels.AcceptingChannel;

/** A listening socket and its connections. */
final class Listener {
  /** A rack of machines connects within a second; the kernel caps this at net.core.somaxconn. */
  private static final int BACKLOG = 1024;

  /**
   * The usual limit of web servers. Loaders send a few hundred bytes and fewer than ten headers.
   */
  private static final int MAX_HEAD_BYTES = 8 << 10;

  private static final int MAX_HEADERS = 64;
  private static final int MAX_PARAMETERS = 64;

  private final HttpOpenListener connections;
  private final AcceptingChannel<?> acceptor;
  private final InetSocketAddress address;

  private Listener(HttpOpenListener connections, AcceptingChannel<?> acceptor) {
    this.connections = connections;
    this.acceptor = acceptor;
    this.address = acceptor.getLocalAddress(InetSocketAddress.class);
  }

  /**
   * Where to listen.
   *
   * @param setting the key of the address
   */
  record Place(InetSocketAddress address, String setting) {
    @Override
    public String toString() {
      return HostPort.format(address);
    }
  }

  /** Makes a server socket, with or without TLS on its connections. */
  @FunctionalInterface
  interface Binder<C extends StreamConnection> {
    AcceptingChannel<C> bind(InetSocketAddress address, OptionMap options) throws IOException;
  }

  /** Makes the gate that connections pass before HTTP begins. */
  @FunctionalInterface
  interface GateFactory {
    ConnectionGate create(HttpOpenListener protocol);
  }

  /**
   * Starts to listen; connections are served when this returns.
   *
   * @throws BindException when the address is not available; the message names it
   */
  static <C extends StreamConnection> Listener open(
      Place place, Binder<C> binder, HttpSettings settings, GateFactory gates, HttpHandler handler)
      throws IOException {
    HttpOpenListener connections =
        new HttpOpenListener(headBuffers(), protocol(settings.timeouts()));
    connections.setRootHandler(handler);
    AcceptingChannel<C> acceptor = bind(place, binder, settings);
    acceptor.getAcceptSetter().set(ChannelListeners.openListenerAdapter(gates.create(connections)));
    acceptor.resumeAccepts();
    return new Listener(connections, acceptor);
  }

  /**
   * Buffers on the heap: they are used for heads only, and Undertow frees direct ones in a way that
   * makes the JVM print warnings.
   */
  private static ByteBufferPool headBuffers() {
    return new DefaultByteBufferPool(false, MAX_HEAD_BYTES);
  }

  private static <C extends StreamConnection> AcceptingChannel<C> bind(
      Place place, Binder<C> binder, HttpSettings settings) throws IOException {
    try {
      return binder.bind(place.address(), socket(settings.limits().connections()));
    } catch (SocketException e) {
      BindException named =
          new BindException(
              "cannot listen on "
                  + place
                  + " for HTTP: "
                  + e.getMessage()
                  + "; see the setting "
                  + place.setting());
      named.initCause(e);
      throw named;
    }
  }

  private static OptionMap protocol(Timeouts timeouts) {
    return OptionMap.builder()
        // RequestName decodes names, once and in the same way as for TFTP.
        .set(UndertowOptions.DECODE_URL, false)
        .set(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
        .set(UndertowOptions.ENABLE_HTTP2, false)
        .set(UndertowOptions.MAX_HEADER_SIZE, MAX_HEAD_BYTES)
        .set(UndertowOptions.MAX_HEADERS, MAX_HEADERS)
        .set(UndertowOptions.MAX_PARAMETERS, MAX_PARAMETERS)
        .set(UndertowOptions.NO_REQUEST_TIMEOUT, (int) timeouts.keepAlive().toMillis())
        .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, (int) timeouts.head().toMillis())
        .getMap();
  }

  private static OptionMap socket(int maxConnections) {
    return OptionMap.builder()
        .set(Options.REUSE_ADDRESSES, true)
        .set(Options.TCP_NODELAY, true)
        .set(Options.BACKLOG, BACKLOG)
        // More connections wait in the backlog.
        .set(Options.CONNECTION_HIGH_WATER, maxConnections)
        .set(Options.CONNECTION_LOW_WATER, maxConnections)
        .getMap();
  }

  /** The listening address; for port 0, with the port that the system chose. */
  InetSocketAddress address() {
    return address;
  }

  /** Accepts no more connections. */
  void stopAccepting() {
    IoUtils.safeClose(acceptor);
  }

  /** Closes all connections at once. */
  void closeConnections() {
    connections.closeConnections();
  }
}
