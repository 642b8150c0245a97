package org.pairboot.artifacts.fetch.download;

import java.util.OptionalLong;
import org.pairboot.artifacts.fetch.transport.TransferException;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;

/** Holds servers to the length that they promise. */
final class Lengths {
  private Lengths() {}

  static void requireWhole(long size, OptionalLong total) throws TransferException {
    if (total.isPresent() && size < total.getAsLong()) {
      throw new TransferException(
          Kind.TRANSIENT,
          "the server promised %,d bytes and sent %,d".formatted(total.getAsLong(), size));
    }
  }

  static void requireNoMore(long size, OptionalLong total) throws TransferException {
    if (total.isPresent() && size > total.getAsLong()) {
      throw new TransferException(
          Kind.FINAL, "the server promised %,d bytes and sends more".formatted(total.getAsLong()));
    }
  }
}
