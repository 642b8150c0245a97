package org.pairboot.tftp.transport.nio;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.pairboot.tftp.transport.nio.NioTransport.LocalAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens and closes the ports of a wildcard listen address when addresses of the machine change:
 * cables are plugged in and DHCP assigns addresses after a netboot server has started.
 */
final class AddressWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AddressWatch.class);

  /** Handles changes. Called on the thread of the watch. */
  interface Changes {
    void appeared(InetAddress address, int mtu) throws IOException;

    void vanished(InetAddress address);

    void mtuChanged(InetAddress address, int mtu);
  }

  private final LocalAddresses addresses;
  private final Duration interval;
  private final Changes changes;
  private final Map<InetAddress, Integer> known;
  private final Set<InetAddress> reportedFailures = new HashSet<>();
  private final Thread thread;

  /**
   * @param known the addresses with open ports, with their MTUs
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
          LOG.debug("Cannot list the addresses of this machine; retrying", e);
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
        LOG.info(
            "TFTP: stopped serving address {}, which this machine no longer has",
            address.getHostAddress());
        known.remove(address);
        changes.vanished(address);
      }
    }
    reportedFailures.retainAll(present.keySet());
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
      reportedFailures.remove(address);
      LOG.info("TFTP: serving new address {}", address.getHostAddress());
    } catch (IOException e) {
      // An IPv6 address cannot be bound in its first seconds, so this often resolves itself.
      if (reportedFailures.add(address)) {
        LOG.info(
            "TFTP: cannot serve address {} yet, retrying: {}",
            address.getHostAddress(),
            e.getMessage());
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
