package org.pairboot.appliance.boot;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Keeps what was made for the questions that are asked again and again. Anybody can ask anything,
 * so it is bounded in entries and in bytes, and whatever is new replaces something else.
 * Thread-safe without locks: event loops share it.
 *
 * <p>An entry has a few places where it may be, by its hash. Whoever asks for names whose hashes
 * collide only makes his own scripts be written again.
 */
final class ScriptCache<K, V> {
  private static final int WAYS = 4;

  private final AtomicReferenceArray<Entry<K, V>> places;
  private final AtomicLong bytes = new AtomicLong();
  private final long maxBytes;

  private record Entry<K, V>(K key, V value, int size) {}

  /**
   * @param maxEntries a power of two, at least 4
   * @param maxBytes of all entries together
   */
  ScriptCache(int maxEntries, long maxBytes) {
    this.places = new AtomicReferenceArray<>(maxEntries);
    this.maxBytes = maxBytes;
  }

  Optional<V> get(K key) {
    int first = first(key);
    for (int place = first; place < first + WAYS; place++) {
      Entry<K, V> entry = places.get(place);
      if (entry != null && entry.key().equals(key)) {
        return Optional.of(entry.value());
      }
    }
    return Optional.empty();
  }

  /**
   * Keeps {@code value}, unless it alone is too large.
   *
   * @param size in bytes, of key and value
   */
  void put(K key, V value, int size) {
    if (size > maxBytes / WAYS) {
      return;
    }
    int own = place(key);
    replace(own, new Entry<>(key, value, size));
    for (int i = 1; i < places.length() && bytes.get() > maxBytes; i++) {
      replace((own + i) % places.length(), null);
    }
  }

  /** How many bytes the entries have, as far as they were told. */
  long bytes() {
    return bytes.get();
  }

  private int place(K key) {
    int first = first(key);
    int free = first + ThreadLocalRandom.current().nextInt(WAYS);
    for (int place = first; place < first + WAYS; place++) {
      Entry<K, V> entry = places.get(place);
      if (entry == null) {
        free = place;
      } else if (entry.key().equals(key)) {
        return place;
      }
    }
    return free;
  }

  private int first(K key) {
    int hash = key.hashCode();
    return (hash ^ hash >>> 16) & (places.length() - 1) & -WAYS;
  }

  private void replace(int place, Entry<K, V> entry) {
    Entry<K, V> before = places.getAndSet(place, entry);
    bytes.addAndGet((entry == null ? 0 : entry.size()) - (before == null ? 0 : before.size()));
  }
}
