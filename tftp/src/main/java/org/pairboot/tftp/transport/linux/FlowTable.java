package org.pairboot.tftp.transport.linux;

import java.security.SecureRandom;

/** The flows of a socket, found by the addresses of a packet without allocating a key. */
final class FlowTable {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final long seed = RANDOM.nextLong();
  private LinuxFlow[] buckets = new LinuxFlow[64];
  private int size;

  int size() {
    return size;
  }

  /** The flow between the two addresses; null if there is none. */
  LinuxFlow find(AddressPair pair) {
    LinuxFlow flow = buckets[bucket(pair)];
    while (flow != null && !flow.pair().isSame(pair)) {
      flow = flow.nextInBucket;
    }
    return flow;
  }

  /** Adds a flow between two addresses without one. */
  void add(LinuxFlow flow) {
    if (size == buckets.length) {
      grow();
    }
    size++;
    link(flow);
  }

  private void link(LinuxFlow flow) {
    int bucket = bucket(flow.pair());
    flow.nextInBucket = buckets[bucket];
    buckets[bucket] = flow;
  }

  private void grow() {
    LinuxFlow[] old = buckets;
    buckets = new LinuxFlow[2 * old.length];
    for (LinuxFlow first : old) {
      LinuxFlow flow = first;
      while (flow != null) {
        LinuxFlow next = flow.nextInBucket;
        link(flow);
        flow = next;
      }
    }
  }

  /** Removes {@code flow}, if present. */
  void remove(LinuxFlow flow) {
    int bucket = bucket(flow.pair());
    LinuxFlow before = null;
    LinuxFlow each = buckets[bucket];
    while (each != null && each != flow) {
      before = each;
      each = each.nextInBucket;
    }
    if (each == null) {
      return;
    }
    if (before == null) {
      buckets[bucket] = flow.nextInBucket;
    } else {
      before.nextInBucket = flow.nextInBucket;
    }
    flow.nextInBucket = null;
    size--;
  }

  private int bucket(AddressPair pair) {
    return pair.hash(seed) & (buckets.length - 1);
  }
}
