package org.pairboot.artifacts.fetch.transport;

import java.net.URI;

/** Fetches files by one protocol. Thread-safe. */
@FunctionalInterface
public interface Transport {
  /**
   * Tries once to fetch {@code file}, and returns when all of it has gone to {@code receiver}.
   *
   * @param resume from where on the file is wanted; the server may send all of it all the same
   * @throws TransferException when it cannot be had, now or at all; part of it may have arrived
   */
  void fetch(URI file, Resume resume, Receiver receiver) throws TransferException;
}
