package org.pairboot.artifacts.fetch.transport;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a server is about to send.
 *
 * @param offset of its first byte in the file: 0, or what was asked for
 * @param total length of the whole file in bytes, where the server tells it
 * @param validator the file's strong entity tag, where there is one
 */
public record Incoming(long offset, OptionalLong total, Optional<String> validator) {
  /** A whole file of which nothing is known. */
  static final Incoming UNKNOWN = new Incoming(0, OptionalLong.empty(), Optional.empty());
}
