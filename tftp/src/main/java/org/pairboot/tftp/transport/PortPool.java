package org.pairboot.tftp.transport;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.pairboot.conf.TftpSettings;
import org.pairboot.conf.TftpSettings.PortMode;

/**
 * The ports that transfers answer from on one address.
 *
 * <p>Each transfer gets one that nobody can foresee. Only those who receive our packets know it,
 * and whoever forges the address of somebody else has to guess it for each ACK. That is what bounds
 * what can be sent to a victim ({@link org.pairboot.tftp.transfer.Allowance}). Consecutive
 * transfers of one peer use different ports, so that a late packet of its last transfer does not
 * reach the next one: lpxelinux, for one, requests file after file from the same port.
 *
 * <p>Belongs to one link and its thread.
 */
public final class PortPool<P> {
  /** Ports of the pool on each address where the settings name none. */
  static final int DEFAULT_SIZE = 512;

  private final List<P> ports;
  private final int choices;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param ports empty in port mode "single", where transfers run on the port of the requests
   * @param choices the ports of all links together: which link has a flow is unknown, too
   */
  public PortPool(List<P> ports, int choices) {
    this.ports = List.copyOf(ports);
    this.choices = choices;
  }

  /** The port numbers of the pool, which event loops take in turn; 0 means any free port. */
  public static List<Integer> numbers(TftpSettings settings) {
    return settings
        .poolPorts()
        .map(range -> IntStream.rangeClosed(range.first(), range.last()).boxed().toList())
        .orElse(Collections.nCopies(DEFAULT_SIZE, 0));
  }

  /** How many event loops can work side by side: each needs a port of the pool. */
  public static int usableLoops(TftpSettings settings, int wanted) {
    if (settings.portMode() == PortMode.SINGLE || settings.poolPorts().isEmpty()) {
      return wanted;
    }
    return Math.min(wanted, settings.poolPorts().get().size());
  }

  /** Whether transfers run on the port that receives the requests. */
  public boolean isShared() {
    return ports.isEmpty();
  }

  /** From how many ports that of a transfer is drawn. */
  public int choices() {
    return Math.max(1, choices);
  }

  /** The port for the next transfer; not {@code avoided} if there is another. */
  @SuppressWarnings("ReferenceEquality") // the same socket
  public P choose(P avoided) {
    int index = random.nextInt(ports.size());
    P port = ports.get(index);
    return port == avoided ? ports.get((index + 1) % ports.size()) : port;
  }

  /** All ports, in their order. */
  public List<P> ports() {
    return ports;
  }
}
