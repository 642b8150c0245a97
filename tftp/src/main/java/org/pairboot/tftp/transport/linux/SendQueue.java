package org.pairboot.tftp.transport.linux;

/** Flows that have something to send, in the order they came. A flow is in it once at most. */
final class SendQueue {
  private LinuxFlow first;
  private LinuxFlow last;

  boolean isEmpty() {
    return first == null;
  }

  /** The flow whose turn it is; the others follow by {@link LinuxFlow#nextInQueue}. */
  LinuxFlow first() {
    return first;
  }

  /** Adds {@code flow} at the end, unless it waits already. */
  void add(LinuxFlow flow) {
    if (flow.queued) {
      return;
    }
    flow.queued = true;
    flow.previousInQueue = last;
    if (last == null) {
      first = flow;
    } else {
      last.nextInQueue = flow;
    }
    last = flow;
  }

  /** Takes {@code flow} out, if it is in. */
  void remove(LinuxFlow flow) {
    if (!flow.queued) {
      return;
    }
    flow.queued = false;
    LinuxFlow previous = flow.previousInQueue;
    LinuxFlow next = flow.nextInQueue;
    if (previous == null) {
      first = next;
    } else {
      previous.nextInQueue = next;
    }
    if (next == null) {
      last = previous;
    } else {
      next.previousInQueue = previous;
    }
    flow.previousInQueue = null;
    flow.nextInQueue = null;
  }
}
