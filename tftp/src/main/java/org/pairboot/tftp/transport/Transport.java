package org.pairboot.tftp.transport;

import java.net.InetSocketAddress;
import java.util.List;

/** The server's sockets, already bound. Thread-safe. */
public interface Transport extends AutoCloseable {

  /** A short name for the log, such as {@code nio}. */
  String name();

  /** Where requests arrive: the real port; a wildcard address stays one. */
  InetSocketAddress address();

  /** One link for each event loop; each owns its sockets. */
  List<? extends Link> links();

  /** Lets go of what the links do not own. Each link is closed by its loop. */
  @Override
  void close();
}
