package org.pairboot.tftp.transport.nio;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ports of a wildcard listen address in step with the machine's addresses: cables get
 * plugged in and DHCP gives leases after a netboot server has started.
 */
final class AddressWatch implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(AddressWatch.class);

  /** What to do about a change. Called on the watch's own thread. */
  interface Changes {
    void appeared(InetAddress address, int mtu) throws IOException;

    void vanished(InetAddress address);

    void mtuChanged(InetAddress address, int mtu);
  }

  private final LocalAddresses addresses;
  private final Duration interval;
  private final Changes changes;
  private final Map<InetAddress, Integer> known;
  private final Set<InetAddress> complainedAbout = new HashSet<>();
  private final Thread thread;

  /**
   * @param known the addresses whose ports are open already, with their MTUs
   */
  AddressWatch(
      LocalAddresses addresses,
      Duration interval,
      Map<InetAddress, Integer> known,
      Changes changes) {
    this.addresses = addresses;
    this.interval = interval;
    this.known = new HashMap<>(known);
    this.changes = changes;
    this.thread = Thread.ofPlatform().daemon().name("tftp-addresses").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(interval);
        try {
          compare(addresses.mtuByAddress());
        } catch (IOException e) {
          LOGGER.debug("The addresses of this machine cannot be listed; trying again", e);
        }
      }
    } catch (InterruptedException e) {
      // close() was called
      return;
    }
  }

  private void compare(Map<InetAddress, Integer> present) {
    for (InetAddress address : Set.copyOf(known.keySet())) {
      if (!present.containsKey(address)) {
        LOGGER.info("TFTP: address {} is gone", address.getHostAddress());
        known.remove(address);
        changes.vanished(address);
      }
    }
    complainedAbout.retainAll(present.keySet());
    present.forEach(this::consider);
  }

  private void consider(InetAddress address, int mtu) {
    Integer before = known.get(address);
    if (before == null) {
      open(address, mtu);
    } else if (before != mtu) {
      known.put(address, mtu);
      changes.mtuChanged(address, mtu);
    }
  }

  private void open(InetAddress address, int mtu) {
    try {
      changes.appeared(address, mtu);
      known.put(address, mtu);
      complainedAbout.remove(address);
      LOGGER.info("TFTP: address {} is new and served", address.getHostAddress());
    } catch (IOException e) {
      // An IPv6 address cannot be bound in its first seconds, so this is often over by itself.
      if (complainedAbout.add(address)) {
        LOGGER.info("TFTP: address {} is not served yet: {}", address, e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
