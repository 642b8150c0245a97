package org.pairboot.tftp.transport;

import java.net.InetSocketAddress;
import java.util.List;

/** The bound sockets of the server. Thread-safe. */
public interface Transport extends AutoCloseable {

  /** A short name for the log, such as {@code nio}. */
  String name();

  /** The address of requests, with the real port; a wildcard address stays one. */
  InetSocketAddress address();

  /** One link for each event loop; each owns its sockets. */
  List<? extends Link> links();

  /** Releases what the links do not own. Each link is closed by its loop. */
  @Override
  void close();
}
