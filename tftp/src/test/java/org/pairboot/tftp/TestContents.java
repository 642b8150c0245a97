package org.pairboot.tftp;

import java.io.IOException;
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
import org.pairboot.artifacts.catalog.Catalog.Resolution;
import org.pairboot.artifacts.catalog.Catalog.Route;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.testing.CountingContent;
import org.pairboot.testing.SyntheticContent;

/**
 * A catalog in memory whose contents can be large or broken. Records the local address of each
 * request.
 */
final class TestContents implements Route {
  private static final String BROKEN_ROUTE = "broken-route";

  private final Map<String, Content> contents = new ConcurrentHashMap<>();
  private final Map<InetSocketAddress, InetSocketAddress> localByPeer = new ConcurrentHashMap<>();
  private final AtomicInteger opens = new AtomicInteger();
  private final AtomicInteger closes = new AtomicInteger();

  TestContents with(String name, byte[] bytes) {
    return with(name, new Unmapped(BytesContent.of(bytes), Duration.ZERO));
  }

  /** A content in memory that is mapped, like a file. */
  TestContents withMapped(String name, byte[] bytes) {
    return with(name, BytesContent.of(bytes));
  }

  /** The first {@code length} of the bytes that {@link SyntheticContent} computes. */
  TestContents withGenerated(String name, long length) {
    return with(name, new SyntheticContent(length));
  }

  /** {@code length} bytes; each read returns its position, as a long, in its first bytes. */
  TestContents withSparse(String name, long length) {
    return with(name, new Generated(length, Long.MAX_VALUE));
  }

  /**
   * A content that can be read up to {@code good} and fails after that; if 0, it cannot be opened.
   */
  TestContents withBroken(String name, long length, long good) {
    return with(name, new Generated(length, good));
  }

  /** A content whose first read takes {@code delay}. */
  TestContents withSlowStart(String name, byte[] bytes, Duration delay) {
    return with(name, new Unmapped(BytesContent.of(bytes), delay));
  }

  TestContents with(String name, Content content) {
    contents.put(name, new CountingContent(content, opens, closes));
    return this;
  }

  /** A name for which the catalog throws an exception. */
  String brokenRoute() {
    return BROKEN_ROUTE;
  }

  static byte[] bytes(int length) {
    return SyntheticContent.bytes(0, length);
  }

  Catalog catalog() {
    return new Catalog(List.of(this));
  }

  int openReaders() {
    return opens.get() - closes.get();
  }

  /** The local address of the last request of {@code peer}. */
  InetSocketAddress localOf(InetSocketAddress peer) {
    return localByPeer.get(peer);
  }

  @Override
  public Optional<Resolution> resolve(BootRequest request) {
    localByPeer.put(request.peer(), request.local());
    if (request.name().equals(BROKEN_ROUTE)) {
      throw new IllegalStateException("a bug in a route");
    }
    return Optional.ofNullable(contents.get(request.name()))
        .map(content -> Resolution.changing("test", content));
  }

  /** Hides how another content is mapped, and delays its first read. */
  private record Unmapped(Content content, Duration delay) implements Content {
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
      return new UnmappedReader(content.open(), delay, new AtomicBoolean());
    }
  }

  private record UnmappedReader(ContentReader reader, Duration delay, AtomicBoolean awake)
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

  /** Each read returns its position, as a long, in its first bytes; it fails after {@code good}. */
  private record Generated(long length, long good) implements Content {
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
      return new GeneratedReader(length, good);
    }
  }

  private record GeneratedReader(long length, long good) implements PlainReader {
    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      if (position + target.remaining() > good) {
        throw new IOException("the disk is on fire");
      }
      int count = (int) Math.min(target.remaining(), length - position);
      target.putLong(target.position(), position).position(target.position() + count);
      return count;
    }
  }
}
