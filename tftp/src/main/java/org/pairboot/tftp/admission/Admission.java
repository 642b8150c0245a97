package org.pairboot.tftp.admission;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.pairboot.conf.Network;
import org.pairboot.conf.TftpSettings;
import org.pairboot.conf.TftpSettings.ClientPolicy;

/**
 * Decides whether a request is looked at. Tokens stand for packets that may go to a network without
 * proof that somebody there wants them: a request costs as many as its transfer may send before the
 * first answer, and the answer gives them back. So a rack full of machines that boot costs nothing
 * but one packet for each name that is not found. Thread-safe.
 */
public final class Admission {
  private final TftpSettings settings;
  private final PrefixBuckets buckets;
  private final AtomicInteger unproven = new AtomicInteger();

  /**
   * @param seed a secret, different in every process
   */
  public Admission(TftpSettings settings, long seed, long now) {
    this.settings = settings;
    TftpSettings.Unproven limits = settings.unproven();
    this.buckets = new PrefixBuckets(limits.burst(), limits.rate(), seed, now);
  }

  /** What {@code client} may do. */
  public ClientPolicy policyOf(InetAddress client) {
    return settings.clients().of(client);
  }

  /** Takes the tokens for {@code packets}, if the network of {@code client} has them. */
  public boolean tryTake(InetAddress client, int packets, long now) {
    return isExempt(client) || buckets.tryTake(client, packets, now);
  }

  /** {@code packets} were not sent, or were wanted. */
  public void giveBack(InetAddress client, int packets) {
    if (!isExempt(client)) {
      buckets.giveBack(client, packets);
    }
  }

  /** Counts one more transfer that nobody has answered yet, unless that is too many. */
  public boolean tryAddUnproven() {
    if (unproven.incrementAndGet() > settings.unproven().maxTransfers()) {
      unproven.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Takes back one {@link #tryAddUnproven} that said yes. */
  public void removeUnproven() {
    unproven.decrementAndGet();
  }

  private boolean isExempt(InetAddress client) {
    for (Network network : settings.unproven().exempt()) {
      if (network.contains(client)) {
        return true;
      }
    }
    return false;
  }
}
