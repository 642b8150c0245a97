package org.pairboot.tftp.transport;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.pairboot.artifacts.os.OpenFiles;
import org.pairboot.conf.TftpSettings;
import org.pairboot.conf.TftpSettings.PortMode;
import org.pairboot.tftp.transfer.Allowance;

/**
 * The ports that transfers answer from on one address.
 *
 * <p>Each transfer gets one that nobody can foresee. Only those who receive our packets know it,
 * and whoever forges the address of somebody else has to guess it for each ACK. That is what bounds
 * what can be sent to a victim ({@link org.pairboot.tftp.transfer.Allowance}). Consecutive
 * transfers of one peer use different ports, so that a late packet of its last transfer does not
 * reach the next one: lpxelinux, for one, requests file after file from the same port.
 *
 * <p>Ports whose numbers the system chooses are opened when they are drawn for the first time: with
 * all of them, a server would start noticeably later.
 *
 * <p>Belongs to one link and its thread.
 */
public final class PortPool<P> {
  /** Ports of the pool on each address where the settings name none, if they may be open. */
  private static final int DEFAULT_SIZE = 512;

  /** Those of them that each loop opens at the start. */
  private static final int AT_START = 2;

  /** After no port could be opened, in nanoseconds. */
  private static final long RETRY = TimeUnit.MINUTES.toNanos(1);

  private final List<P> ports;
  private final Supplier<Optional<P>> opener;
  private final SecureRandom random = new SecureRandom();
  private final int size;
  private final int choices;

  /** Whether no further port could be opened a moment ago, so that only the open ones count. */
  private boolean limited;

  private long retryAt;

  /**
   * The ports of one address.
   *
   * @param known those that are opened at the start; 0 means any free port
   * @param total how many there may be, with those that are opened later, for all loops together
   * @param wanted how many there would be without a limit of open files
   * @param files that limit
   */
  public record Numbers(List<Integer> known, int total, int wanted, OpenFiles files) {

    /**
     * The ports that the settings name for {@code loops} event loops, which take them in turn; but
     * no more than a share of the sockets that this process may have.
     *
     * @param addresses that have a pool each
     */
    public static Numbers of(TftpSettings settings, int loops, int addresses) {
      return of(settings, loops, addresses, OpenFiles.ofProcess());
    }

    static Numbers of(TftpSettings settings, int loops, int addresses, OpenFiles files) {
      if (settings.portMode() == PortMode.SINGLE) {
        return new Numbers(List.of(), 0, 0, files);
      }
      List<Integer> named =
          settings.poolPorts().stream()
              .flatMap(range -> IntStream.rangeClosed(range.first(), range.last()).boxed())
              .toList();
      int wanted = named.isEmpty() ? DEFAULT_SIZE : named.size();
      int least = Math.min(wanted, AT_START * loops);
      int total = Math.max(least, files.ports(wanted, addresses));
      return new Numbers(
          named.isEmpty() ? Collections.nCopies(AT_START * loops, 0) : named.subList(0, total),
          total,
          wanted,
          files);
    }

    /** That there are fewer than wanted, and why, in words for people; empty if there are not. */
    public Optional<String> shortage() {
      return total == wanted
          ? Optional.empty()
          : Optional.of(
              "transfers have only %d ports on each address instead of %d, because this process may have only %d files open%s; LimitNOFILE= in a unit or 'ulimit -Hn' raises it"
                  .formatted(
                      total,
                      wanted,
                      files.limit(),
                      Allowance.isSecret(total) ? "" : ", and windows have at most 3 blocks"));
    }

    /** How many of them the loop with the number {@code loop} of {@code loops} has. */
    public int share(int loop, int loops) {
      return (total + loops - 1 - loop) / loops;
    }
  }

  /**
   * @param ports those that are open; empty in port mode "single", where transfers run on the port
   *     of the requests
   * @param size how many this link may have, at least as many
   * @param choices the ports of all links together: which link has a flow is unknown, too
   * @param opener opens another one, if possible
   */
  public PortPool(List<P> ports, int size, int choices, Supplier<Optional<P>> opener) {
    this.ports = new ArrayList<>(ports);
    this.size = size;
    this.choices = choices;
    this.opener = opener;
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
    return isLimited() ? ports.size() : Math.max(1, choices);
  }

  /** The port for the next transfer; not {@code avoided} if there is another. */
  @SuppressWarnings("ReferenceEquality") // the same socket
  public P choose(P avoided) {
    int index = random.nextInt(isLimited() ? ports.size() : size);
    if (index >= ports.size()) {
      Optional<P> another = opener.get();
      if (another.isPresent()) {
        ports.add(another.get());
        return another.get();
      }
      // Without descriptors or free ports there is less to guess from, for a while.
      limited = true;
      retryAt = System.nanoTime() + RETRY;
      index = random.nextInt(ports.size());
    }
    P port = ports.get(index);
    return port == avoided ? ports.get((index + 1) % ports.size()) : port;
  }

  private boolean isLimited() {
    limited = limited && System.nanoTime() - retryAt < 0;
    return limited;
  }

  /** The open ports. */
  public List<P> ports() {
    return Collections.unmodifiableList(ports);
  }
}
