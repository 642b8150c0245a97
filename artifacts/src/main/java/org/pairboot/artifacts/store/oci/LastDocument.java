package org.pairboot.artifacts.store.oci;

import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What the bytes of a file meant when they were parsed last, so that one command parses the same
 * large file only once. Goes by the bytes, as attributes of a file may be the same after two quick
 * changes; by their checksum, as comparing them takes the interpreter as long as parsing.
 * Thread-safe.
 */
public final class LastDocument<T> {
  private volatile Optional<Seen<T>> last = Optional.empty();

  private record Seen<T>(int length, long checksum, T meaning) {}

  /** What {@code bytes} mean; empty if they are not those that were parsed last. */
  public Optional<T> meaning(byte[] bytes) {
    return last.filter(seen -> seen.length() == bytes.length && seen.checksum() == checksum(bytes))
        .map(Seen::meaning);
  }

  /** Keeps what {@code bytes} mean, in place of what was kept before. */
  public T keep(byte[] bytes, T meaning) {
    last = Optional.of(new Seen<>(bytes.length, checksum(bytes), meaning));
    return meaning;
  }

  private static long checksum(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return sum.getValue();
  }
}
