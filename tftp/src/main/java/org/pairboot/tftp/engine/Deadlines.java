package org.pairboot.tftp.engine;

import java.util.Arrays;

/**
 * A binary heap of deadlines.
 *
 * <p>Nearly every packet moves a deadline to a later time. That costs nothing here: the entry stays
 * where it is, and moves to its new place only when the old time comes.
 */
final class Deadlines<T extends Deadlines.Entry> {

  /** Something to be called at a certain time. Knows its own place in the heap. */
  abstract static class Entry {
    /** The place in the heap; -1 for none. */
    private int index = -1;

    /** The time under which this is kept: possibly earlier than {@link #deadline}, never later. */
    private long keptUnder;

    /** When to call, as of {@link System#nanoTime}. */
    abstract long deadline();
  }

  private Entry[] heap = new Entry[64];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** The time at which to call {@link #pollDue}; only valid if not empty. */
  long next() {
    return heap[0].keptUnder;
  }

  /** Adds {@code entry}, or notes that its deadline has changed. */
  void schedule(T added) {
    Entry entry = added;
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

  void remove(T removed) {
    Entry entry = removed;
    if (entry.index >= 0) {
      removeAt(entry.index);
      entry.index = -1;
    }
  }

  /** Removes and returns an entry whose deadline has come; null if there is none. */
  @SuppressWarnings("unchecked") // only schedule() puts entries in
  T pollDue(long now) {
    while (size > 0 && heap[0].keptUnder - now <= 0) {
      Entry top = heap[0];
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
    Entry last = heap[--size];
    heap[size] = null;
    if (index < size) {
      put(last, index);
      up(last);
      down(last);
    }
  }

  private void up(Entry entry) {
    while (entry.index > 0) {
      Entry parent = heap[(entry.index - 1) / 2];
      if (!isBefore(entry, parent)) {
        return;
      }
      swap(entry, parent);
    }
  }

  private void down(Entry entry) {
    while (2 * entry.index + 1 < size) {
      Entry child = heap[2 * entry.index + 1];
      if (child.index + 1 < size && isBefore(heap[child.index + 1], child)) {
        child = heap[child.index + 1];
      }
      if (!isBefore(child, entry)) {
        return;
      }
      swap(child, entry);
    }
  }

  private void swap(Entry a, Entry b) {
    int at = a.index;
    put(a, b.index);
    put(b, at);
  }

  private void put(Entry entry, int index) {
    heap[index] = entry;
    entry.index = index;
  }

  private static boolean isBefore(Entry a, Entry b) {
    return a.keptUnder - b.keptUnder < 0;
  }
}
