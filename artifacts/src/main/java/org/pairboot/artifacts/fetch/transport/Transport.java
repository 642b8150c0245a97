package org.pairboot.artifacts.fetch.transport;

import java.io.OutputStream;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/** Fetches files by one protocol. Thread-safe. */
@FunctionalInterface
public interface Transport {
  /**
   * Makes one attempt to fetch {@code file}, and returns when all of it has been written to {@code
   * receiver}.
   *
   * @param resume what is already here; the server may still send the whole file
   * @throws TransferException when the attempt failed; part of the file may have arrived
   */
  void fetch(URI file, Resume resume, Receiver receiver) throws TransferException;

  /**
   * The part of a file that is already here.
   *
   * @param offset its length in bytes, counted from the start of the file
   * @param validator the strong entity tag (RFC 9110 section 8.8.3) of the file it came from, with
   *     its quotes; empty where a digest will show whether the whole file is right
   */
  record Resume(long offset, Optional<String> validator) {
    /** Nothing is here yet. */
    public static final Resume NOTHING = new Resume(0, Optional.empty());
  }

  /**
   * What a server is about to send.
   *
   * @param offset of its first byte in the file: 0, or the offset that was requested
   * @param total length of the whole file in bytes, if the server reports it
   * @param validator the file's strong entity tag, if it has one
   */
  record Incoming(long offset, OptionalLong total, Optional<String> validator) {
    /** A whole file about which nothing is known. */
    static final Incoming UNKNOWN = new Incoming(0, OptionalLong.empty(), Optional.empty());
  }

  /** Takes the bytes of one file. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Announces that bytes are about to arrive. Any that arrived earlier, from {@link
     * Incoming#offset} on, are void.
     *
     * @return where the bytes go. The transport closes it. If it throws a {@link
     *     TransferException}, that ends the transfer and reaches the caller of {@link #fetch}.
     */
    OutputStream begin(Incoming incoming) throws TransferException;
  }
}
