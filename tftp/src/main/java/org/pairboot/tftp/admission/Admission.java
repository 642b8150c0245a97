package org.pairboot.tftp.admission;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.pairboot.artifacts.catalog.ClientLimit;
import org.pairboot.conf.Network;
import org.pairboot.conf.TftpSettings;

/**
 * Decides whether a request gets an answer and a transfer, and keeps the counts. All that one
 * request takes of them is in its {@link Lease}. Thread-safe.
 *
 * <p>A token is the right to send one packet to a network that has not proved that it asked for it.
 * A request costs as many as its transfer may send before the first answer, and the proof that the
 * client receives returns them. So a rack full of booting machines costs no more than one packet
 * for each name that is not found.
 */
public final class Admission {
  private final TftpSettings settings;
  private final PrefixBuckets buckets;
  private final ClientLimit transfers;
  private final AtomicInteger unproven = new AtomicInteger();

  /**
   * @param seed a secret, different in every process
   */
  public Admission(TftpSettings settings, long seed, long now) {
    this.settings = settings;
    TftpSettings.Unproven limits = settings.unproven();
    this.buckets = new PrefixBuckets(limits.burst(), limits.rate(), seed, now);
    this.transfers = new ClientLimit(settings.maxTransfers(), settings.maxTransfersPerClient());
  }

  /**
   * Takes the tokens for {@code packets} to {@code client}; empty if its network has too few left.
   */
  public Optional<Lease> admit(InetAddress client, int packets, long now) {
    boolean exempt = isExempt(client);
    return exempt || buckets.tryTake(client, packets, now)
        ? Optional.of(new Lease(client, exempt ? 0 : packets))
        : Optional.empty();
  }

  private boolean isExempt(InetAddress client) {
    for (Network network : settings.unproven().exempt()) {
      if (network.contains(client)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What one request holds: tokens, a place among the transfers whose client has not answered yet,
   * and a count against the limits of transfers. Used by one thread.
   */
  public final class Lease implements AutoCloseable {
    private final InetAddress client;
    private int tokens;
    private boolean holdsUnprovenPlace;
    private boolean holdsTransfer;

    private Lease(InetAddress client, int tokens) {
      this.client = client;
      this.tokens = tokens;
    }

    /** Takes a place among the transfers without an answer; false if all are taken. */
    public boolean tryTakeUnprovenPlace() {
      if (unproven.incrementAndGet() > settings.unproven().maxTransfers()) {
        unproven.decrementAndGet();
        return false;
      }
      holdsUnprovenPlace = true;
      return true;
    }

    /** Counts one transfer of the client; false if that exceeds a limit. */
    public boolean tryCountTransfer() {
      holdsTransfer = transfers.tryAcquire(client);
      return holdsTransfer;
    }

    /** The client has answered, which may be forged. */
    public void onAnswered() {
      leaveUnprovenPlace();
    }

    /** The client receives our packets: its address is not forged. */
    public void onProven() {
      refund(tokens);
      leaveUnprovenPlace();
    }

    /**
     * Ends the lease after {@code sent} packets: of a request that became no transfer, or whose
     * client has answered.
     */
    public void closeAfter(int sent) {
      refund(tokens - sent);
      close();
    }

    /**
     * Ends the lease of a transfer without an answer. Tokens are not returned: they are spent.
     * Closing twice is harmless.
     */
    @Override
    public void close() {
      leaveUnprovenPlace();
      if (holdsTransfer) {
        holdsTransfer = false;
        transfers.release(client);
      }
    }

    private void refund(int packets) {
      if (packets > 0) {
        buckets.giveBack(client, packets);
      }
      tokens = 0;
    }

    private void leaveUnprovenPlace() {
      if (holdsUnprovenPlace) {
        holdsUnprovenPlace = false;
        unproven.decrementAndGet();
      }
    }
  }
}
