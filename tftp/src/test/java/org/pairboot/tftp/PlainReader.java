package org.pairboot.tftp;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.content.ContentReader.Sink;

/** A content that is not mapped and needs no closing. */
public interface PlainReader extends ContentReader {
  @Override
  default long transferTo(long position, long count, Sink sink) {
    throw new UnsupportedOperationException();
  }

  @Override
  default Optional<MemorySegment> mapped() {
    return Optional.empty();
  }

  @Override
  default void close() {}
}
