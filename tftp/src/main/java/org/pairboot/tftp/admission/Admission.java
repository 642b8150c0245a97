package org.pairboot.tftp.admission;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.pairboot.artifacts.catalog.ClientLimit;
import org.pairboot.conf.Network;
import org.pairboot.conf.TftpSettings;
import org.pairboot.tftp.admission.PrefixBuckets.Scope;

/**
 * Decides whether a request gets an answer and a transfer, and keeps the counts. All that one
 * transfer takes of them is in its {@link Lease}. Thread-safe.
 *
 * <p>A token is the right to send one packet to a network that has not proved that it asked for it.
 * A transfer costs as many as it may send before the first answer, and the proof that the client
 * receives returns them. So a rack full of booting machines costs no more than one packet for each
 * name that is not found. Those have tokens of their own: refusals never cost what service needs.
 */
public final class Admission {
  /**
   * One address gets this part of what its network gets, so that one machine that never stops
   * asking leaves most of it to its neighbours.
   */
  private static final int ADDRESS_SHARE = 8;

  private final TftpSettings settings;
  private final Tokens forTransfers;
  private final Tokens forRefusals;
  private final ClientLimit transfers;
  private final AtomicInteger unproven = new AtomicInteger();

  /** What an address takes is taken from its network's share as well. */
  private record Tokens(PrefixBuckets ofAddresses, PrefixBuckets ofNetworks) {
    static Tokens of(TftpSettings.Unproven limits, long seed, long now) {
      return new Tokens(
          new PrefixBuckets(
              Scope.ADDRESS,
              // Enough for the largest number of packets that a transfer may cost.
              Math.max(16, limits.burst() / ADDRESS_SHARE),
              Math.max(1, limits.rate() / ADDRESS_SHARE),
              ~seed,
              now),
          new PrefixBuckets(Scope.NETWORK, limits.burst(), limits.rate(), seed, now));
    }

    /** The address first: one that has had its share takes nothing from its network. */
    boolean tryTake(InetAddress client, int packets, long now) {
      if (!ofAddresses.tryTake(client, packets, now)) {
        return false;
      }
      if (!ofNetworks.tryTake(client, packets, now)) {
        ofAddresses.giveBack(client, packets);
        return false;
      }
      return true;
    }

    void giveBack(InetAddress client, int packets) {
      ofAddresses.giveBack(client, packets);
      ofNetworks.giveBack(client, packets);
    }
  }

  /**
   * @param seed a secret, different in every process
   */
  public Admission(TftpSettings settings, long seed, long now) {
    this.settings = settings;
    this.forTransfers = Tokens.of(settings.unproven(), seed, now);
    this.forRefusals = Tokens.of(settings.unproven(), Long.reverse(seed), now);
    this.transfers = new ClientLimit(settings.maxTransfers(), settings.maxTransfersPerClient());
  }

  /**
   * Takes the tokens for a transfer that may send {@code packets} to {@code client} before it
   * answers; empty if the client or its network has too few left.
   */
  public Optional<Lease> admit(InetAddress client, int packets, long now) {
    boolean exempt = isExempt(client);
    return exempt || forTransfers.tryTake(client, packets, now)
        ? Optional.of(new Lease(client, exempt ? 0 : packets))
        : Optional.empty();
  }

  /** Takes the token for one ERROR to {@code client}; false if there is none for it. */
  public boolean mayRefuse(InetAddress client, long now) {
    return isExempt(client) || forRefusals.tryTake(client, 1, now);
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
     * Ends the lease after {@code sent} packets: of a request that became no transfer (0), or whose
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
        forTransfers.giveBack(client, packets);
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
