package org.pairboot.http;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.content.ContentReader.Sink;

/**
 * The body of a response: {@code length} bytes from {@code first} on of what {@link #open} opens.
 */
sealed interface Body {

  long first();

  long length();

  /** Opens the bytes, which may take as long as a file system; the caller closes them. */
  ContentReader open() throws IOException;

  /** The bytes, of what {@code content} has opened already; closes that if it is not needed. */
  ContentReader of(ContentReader content);

  static Text none() {
    return new Text(ByteBuffer.allocate(0));
  }

  static Text text(String text) {
    return new Text(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** All of a content, or a part of it. */
  record Slice(Content content, long first, long length) implements Body {
    @Override
    public ContentReader open() throws IOException {
      return content.open();
    }

    @Override
    public ContentReader of(ContentReader opened) {
      return opened;
    }
  }

  /** A short text of the server. */
  record Text(ByteBuffer bytes) implements Body, ContentReader {
    @Override
    public long first() {
      return 0;
    }

    @Override
    public long length() {
      return bytes.remaining();
    }

    @Override
    public ContentReader open() {
      return this;
    }

    @Override
    public ContentReader of(ContentReader content) {
      content.close();
      return this;
    }

    @Override
    public int read(long position, ByteBuffer target) {
      ByteBuffer rest = from(position, target.remaining());
      target.put(rest);
      return rest.position();
    }

    @Override
    public long transferTo(long position, long count, Sink sink) throws IOException {
      return sink.write(from(position, count));
    }

    private ByteBuffer from(long position, long count) {
      int start = (int) Math.min(position, length());
      return bytes.slice(start, (int) Math.min(count, length() - start));
    }

    @Override
    public Optional<MemorySegment> mapped() {
      return Optional.empty();
    }

    @Override
    public void close() {
      // The bytes are on the heap.
    }
  }
}
