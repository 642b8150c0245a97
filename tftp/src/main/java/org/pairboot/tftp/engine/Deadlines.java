package org.pairboot.tftp.engine;

import java.util.Arrays;

/**
 * A binary heap of deadlines.
 *
 * <p>Nearly every packet moves a deadline to a later time. That costs nothing here: the entry stays
 * where it is, and only finds its new place when the old time comes.
 */
final class Deadlines<T extends Timed> {
  private Timed[] heap = new Timed[64];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** The time at which to call {@link #pollDue}; only valid when not empty. */
  long next() {
    return heap[0].keptUnder;
  }

  /** Keeps {@code entry}, or takes notice that its deadline has moved. */
  void schedule(T entry) {
    if (entry.index < 0) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, 2 * size);
      }
      entry.keptUnder = entry.deadline();
      put(entry, size++);
      up(entry);
    } else if (entry.deadline() - entry.keptUnder < 0) {
      entry.keptUnder = entry.deadline();
      up(entry);
    }
  }

  void remove(T entry) {
    if (entry.index >= 0) {
      removeAt(entry.index);
      entry.index = -1;
    }
  }

  /** Takes out an entry whose deadline has come; null when there is none. */
  @SuppressWarnings("unchecked") // only schedule() puts entries in
  T pollDue(long now) {
    while (size > 0 && heap[0].keptUnder - now <= 0) {
      Timed top = heap[0];
      if (top.deadline() - now <= 0) {
        removeAt(0);
        top.index = -1;
        return (T) top;
      }
      top.keptUnder = top.deadline();
      down(top);
    }
    return null;
  }

  private void removeAt(int index) {
    Timed last = heap[--size];
    heap[size] = null;
    if (index < size) {
      put(last, index);
      up(last);
      down(last);
    }
  }

  private void up(Timed entry) {
    while (entry.index > 0) {
      Timed parent = heap[(entry.index - 1) / 2];
      if (!isBefore(entry, parent)) {
        return;
      }
      swap(entry, parent);
    }
  }

  private void down(Timed entry) {
    while (2 * entry.index + 1 < size) {
      Timed child = heap[2 * entry.index + 1];
      if (child.index + 1 < size && isBefore(heap[child.index + 1], child)) {
        child = heap[child.index + 1];
      }
      if (!isBefore(child, entry)) {
        return;
      }
      swap(child, entry);
    }
  }

  private void swap(Timed a, Timed b) {
    int at = a.index;
    put(a, b.index);
    put(b, at);
  }

  private void put(Timed entry, int index) {
    heap[index] = entry;
    entry.index = index;
  }

  private static boolean isBefore(Timed a, Timed b) {
    return a.keptUnder - b.keptUnder < 0;
  }
}
