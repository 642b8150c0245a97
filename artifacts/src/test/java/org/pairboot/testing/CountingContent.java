package org.pairboot.testing;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.content.ContentReader.Sink;
import org.pairboot.artifacts.content.Sha256;

/**
 * Counts the readers of another content.
 *
 * @param opens the readers that were opened
 * @param closes the calls that closed one
 */
public record CountingContent(Content content, AtomicInteger opens, AtomicInteger closes)
    implements Content {
  public CountingContent(Content content) {
    this(content, new AtomicInteger(), new AtomicInteger());
  }

  @Override
  public long length() {
    return content.length();
  }

  @Override
  public Sha256 identity() {
    return content.identity();
  }

  @Override
  public Optional<Sha256> digest() {
    return content.digest();
  }

  @Override
  public ContentReader open() throws IOException {
    ContentReader reader = content.open();
    opens.incrementAndGet();
    return new Counted(reader, closes);
  }

  @Override
  public Optional<ContentReader> openAtOnce() {
    return content
        .openAtOnce()
        .map(reader -> {
          opens.incrementAndGet();
          return new Counted(reader, closes);
        });
  }

  private record Counted(ContentReader reader, AtomicInteger closes) implements ContentReader {
    @Override
    public long length() {
      return reader.length();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      return reader.read(position, target);
    }

    @Override
    public long transferTo(long position, long count, Sink sink) throws IOException {
      return reader.transferTo(position, count, sink);
    }

    @Override
    public Optional<MemorySegment> mapped() {
      return reader.mapped();
    }

    @Override
    public void close() {
      closes.incrementAndGet();
      reader.close();
    }
  }
}
