package org.pairboot.tftp.transport.linux;

import java.util.ArrayList;
import java.util.List;

/**
 * Closes what belongs to all links of a transport when the last of them closes.
 *
 * <p>That may include their sockets. In port mode "single" the kernel spreads packets over the
 * sockets of a port by a hash of both addresses and by how many sockets there are. So when a loop
 * ends before the others, its sockets have to stay, or the packets of running transfers would reach
 * the wrong loop.
 *
 * <p>Thread-safe.
 */
final class SharedClosing {
  private final boolean together;
  private final ReadAhead readAhead;
  private final List<FlowSocket> kept = new ArrayList<>();
  private int openLinks;

  /**
   * @param together whether sockets stay until all links are closed
   */
  SharedClosing(boolean together, int links, ReadAhead readAhead) {
    this.together = together;
    this.readAhead = readAhead;
    this.openLinks = links;
  }

  /** A link is done with {@code sockets}. */
  synchronized void close(List<FlowSocket> sockets) {
    kept.addAll(sockets);
    openLinks--;
    if (!together || openLinks == 0) {
      kept.forEach(FlowSocket::close);
      kept.clear();
    }
    if (openLinks == 0) {
      readAhead.close();
    }
  }
}
