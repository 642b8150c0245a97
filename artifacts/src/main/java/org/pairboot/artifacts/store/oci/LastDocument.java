package org.pairboot.artifacts.store.oci;

import java.util.Arrays;
import java.util.Optional;

/**
 * What the bytes of a file meant when they were parsed last, so that one command parses the same
 * large file only once. Goes by the bytes, as attributes of a file may be the same after two quick
 * changes. Thread-safe.
 */
public final class LastDocument<T> {
  private volatile Optional<Seen<T>> last = Optional.empty();

  private static final class Seen<T> {
    private final byte[] bytes;
    private final T meaning;

    private Seen(byte[] bytes, T meaning) {
      this.bytes = bytes;
      this.meaning = meaning;
    }
  }

  /** What {@code bytes} mean; empty if they are not those that were parsed last. */
  public Optional<T> meaning(byte[] bytes) {
    return last.filter(seen -> Arrays.equals(seen.bytes, bytes)).map(seen -> seen.meaning);
  }

  /**
   * Keeps what {@code bytes} mean, in place of what was kept before.
   *
   * @param bytes are not changed afterwards
   */
  public T keep(byte[] bytes, T meaning) {
    last = Optional.of(new Seen<>(bytes, meaning));
    return meaning;
  }
}
