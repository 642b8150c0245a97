package org.pairboot.tftp;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.catalog.Route;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.content.Sha256;

/**
 * A catalog in memory whose contents can be large or broken. Records the local address of each
 * request.
 */
final class TestContents implements Route {
  private static final String BROKEN_ROUTE = "broken-route";

  private final Map<String, Content> contents = new ConcurrentHashMap<>();
  private final Map<InetSocketAddress, InetSocketAddress> localByPeer = new ConcurrentHashMap<>();
  private final AtomicInteger openReaders = new AtomicInteger();

  TestContents with(String name, byte[] bytes) {
    contents.put(name, new Counted(BytesContent.of(bytes), false));
    return this;
  }

  /** A content in memory that is mapped, like a file. */
  TestContents withMapped(String name, byte[] bytes) {
    contents.put(name, new Counted(BytesContent.of(bytes), true));
    return this;
  }

  /** {@code length} bytes, see {@link #byteAt}. */
  TestContents withGenerated(String name, long length) {
    contents.put(name, new Counted(new Generated(length, Long.MAX_VALUE, false), false));
    return this;
  }

  /** {@code length} bytes; each read returns its position, as a long, in its first bytes. */
  TestContents withSparse(String name, long length) {
    contents.put(name, new Counted(new Generated(length, Long.MAX_VALUE, true), false));
    return this;
  }

  /**
   * A content that can be read up to {@code good} and fails after that; if 0, it cannot be opened.
   */
  TestContents withBroken(String name, long length, long good) {
    contents.put(name, new Counted(new Generated(length, good, false), false));
    return this;
  }

  /** A content whose first read takes {@code delay}. */
  TestContents withSlowStart(String name, byte[] bytes, Duration delay) {
    contents.put(name, new SlowStart(new Counted(BytesContent.of(bytes), false), delay));
    return this;
  }

  /** A name for which the catalog throws an exception. */
  String brokenRoute() {
    return BROKEN_ROUTE;
  }

  static byte byteAt(long position) {
    return (byte) (position * 31 >>> 3 ^ position >>> 20);
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = byteAt(i);
    }
    return bytes;
  }

  Catalog catalog() {
    return new Catalog(List.of(this));
  }

  int openReaders() {
    return openReaders.get();
  }

  /** The local address of the last request of {@code peer}. */
  InetSocketAddress localOf(InetSocketAddress peer) {
    return localByPeer.get(peer);
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public Optional<Content> resolve(BootRequest request) {
    localByPeer.put(request.peer(), request.local());
    if (request.name().equals(BROKEN_ROUTE)) {
      throw new IllegalStateException("a bug in a route");
    }
    return Optional.ofNullable(contents.get(request.name()));
  }

  private final class Counted implements Content {
    private final Content content;
    private final boolean mapped;

    Counted(Content content, boolean mapped) {
      this.content = content;
      this.mapped = mapped;
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
      openReaders.incrementAndGet();
      return new Watched(reader, mapped);
    }
  }

  private final class Watched implements PlainReader {
    private final ContentReader reader;
    private final boolean mapped;
    private boolean closed;

    Watched(ContentReader reader, boolean mapped) {
      this.reader = reader;
      this.mapped = mapped;
    }

    @Override
    public long length() {
      return reader.length();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      return reader.read(position, target);
    }

    @Override
    public Optional<MemorySegment> mapped() {
      return mapped ? reader.mapped() : Optional.empty();
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        openReaders.decrementAndGet();
      }
      reader.close();
    }
  }

  private record SlowStart(Content content, Duration delay) implements Content {
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
      return new SlowReader(content.open(), delay, new AtomicBoolean());
    }
  }

  private record SlowReader(ContentReader reader, Duration delay, AtomicBoolean awake)
      implements PlainReader {
    @Override
    public long length() {
      return reader.length();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      if (!awake.getAndSet(true)) {
        LockSupport.parkNanos(delay.toNanos());
      }
      return reader.read(position, target);
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  private record Generated(long length, long good, boolean sparse) implements Content {
    @Override
    public Sha256 identity() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Sha256> digest() {
      return Optional.empty();
    }

    @Override
    public ContentReader open() throws IOException {
      if (good == 0) {
        throw new IOException("the disk is on fire");
      }
      return new GeneratedReader(length, good, sparse);
    }
  }

  private record GeneratedReader(long length, long good, boolean sparse) implements PlainReader {
    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      if (position + target.remaining() > good) {
        throw new IOException("the disk is on fire");
      }
      int count = (int) Math.min(target.remaining(), length - position);
      if (sparse) {
        target.putLong(target.position(), position).position(target.position() + count);
      } else {
        for (int i = 0; i < count; i++) {
          target.put(byteAt(position + i));
        }
      }
      return count;
    }
  }
}
