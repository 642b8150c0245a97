package org.pairboot.artifacts.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.pairboot.artifacts.content.ContentReader.Sink;

/**
 * Content in a file that nobody changes in place: a blob of the store, a loader from a
 * distribution's package. All readers of one {@code FileContent} share one open file and one
 * mapping, so a thousand transfers of a root file system cost one set of page tables.
 */
public final class FileContent implements Content {
  private final SharedFile file;
  private volatile Optional<Sha256> digest;

  /**
   * The first {@code length} bytes of {@code path}, whose SHA-256 is {@code digest} according to
   * the caller. Opens the file at first use, and only if it is a regular file: a link would lead to
   * another one, a device has no end, and opening a named pipe may take forever.
   */
  public FileContent(Path path, long length, Sha256 digest) {
    this(path, length, digest, BlobLeases.NONE);
  }

  /** The same, with a lease on the file as long as anybody reads it. */
  public FileContent(Path path, long length, Sha256 digest, BlobLeases leases) {
    this(new SharedFile(path, length, leases), Optional.of(digest));
  }

  /**
   * The first {@code length} bytes of {@code path}, at most {@link Integer#MAX_VALUE}. Whoever
   * first asks for {@link #identity} reads them all, and gets an {@code UncheckedIOException} when
   * that fails; {@link #openAtOnce} gives nothing before.
   */
  public FileContent(Path path, long length) {
    this(new SharedFile(path, length, BlobLeases.NONE), Optional.empty());
  }

  private FileContent(SharedFile file, Optional<Sha256> digest) {
    this.file = file;
    this.digest = digest;
  }

  @Override
  public long length() {
    return file.length;
  }

  @Override
  public Sha256 identity() {
    return digest.orElseGet(this::hashOnce);
  }

  private synchronized Sha256 hashOnce() {
    if (digest.isEmpty()) {
      try (ContentReader reader = open()) {
        digest = Optional.of(Sha256.of(reader.mapped().orElseThrow().asByteBuffer()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return digest.orElseThrow();
  }

  @Override
  public ContentReader open() throws IOException {
    return new Reader(file, file.acquire());
  }

  @Override
  public Optional<ContentReader> openAtOnce() {
    return digest.isEmpty()
        ? Optional.empty()
        : file.acquireOpened().map(opened -> new Reader(file, opened));
  }

  private static final class Reader implements ContentReader {
    private final SharedFile file;
    private SharedFile.Opened opened;

    Reader(SharedFile file, SharedFile.Opened opened) {
      this.file = file;
      this.opened = opened;
    }

    @Override
    public long length() {
      return file.length;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      int count = Ranges.readable(position, target.remaining(), length());
      if (count == 0) {
        return 0;
      }
      try {
        MemorySegment.copy(opened.mapping(), position, MemorySegment.ofBuffer(target), 0, count);
      } catch (InternalError e) {
        // How the JVM reports a page that the storage cannot read (SIGBUS).
        throw new IOException("cannot read " + file.path + " at " + position, e);
      }
      target.position(target.position() + count);
      return count;
    }

    @Override
    public long transferTo(long position, long count, Sink sink) throws IOException {
      long readable = Ranges.transferable(position, count, length());
      if (readable == 0) {
        return 0;
      }
      if (opened.channel().isOpen()) {
        return sink.transferFrom(opened.channel(), position, readable);
      }
      // When a thread is interrupted in a transfer, the channel is closed for all its users. The
      // mapping stays valid.
      long mapped = Math.min(readable, Integer.MAX_VALUE);
      return sink.write(opened.mapping().asSlice(position, mapped).asByteBuffer());
    }

    @Override
    public Optional<MemorySegment> mapped() {
      return Optional.of(opened.mapping());
    }

    @Override
    public void checkWhole() throws IOException {
      // See transferTo for a channel that is closed.
      if (opened.channel().isOpen()) {
        file.checkSize(opened.channel());
      }
    }

    @Override
    public void close() {
      if (opened != null) {
        opened.release();
        opened = null;
      }
    }
  }

  /**
   * A file that is open and mapped while somebody reads it. Counted, and not left to the garbage
   * collector, so that the space of a removed image is free as soon as its last transfer ends.
   */
  private static final class SharedFile {
    private final Path path;
    private final long length;
    private final BlobLeases leases;

    /** Kept when it is closed, until the next one. */
    private volatile Opened latest;

    SharedFile(Path path, long length, BlobLeases leases) {
      this.path = path;
      this.length = length;
      this.leases = leases;
    }

    /** The file as its readers see it. */
    record Opened(
        FileChannel channel,
        MemorySegment mapping,
        Arena arena,
        BlobLeases.Lease lease,
        AtomicInteger readers) {

      /** Counts one more reader; false if the last one has left. */
      boolean retain() {
        return readers.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
      }

      void release() {
        if (readers.decrementAndGet() > 0) {
          return;
        }
        lease.close();
        arena.close();
        try {
          channel.close();
        } catch (IOException e) {
          // Nothing was written, so nothing can be lost.
        }
      }
    }

    /** The open file, without waiting for somebody who is just opening it. */
    Optional<Opened> acquireOpened() {
      return Optional.ofNullable(latest).filter(Opened::retain);
    }

    Opened acquire() throws IOException {
      Optional<Opened> opened = acquireOpened();
      return opened.isPresent() ? opened.get() : openOnce();
    }

    private synchronized Opened openOnce() throws IOException {
      Optional<Opened> opened = acquireOpened();
      if (opened.isEmpty()) {
        latest = openAndMap();
        return latest;
      }
      return opened.get();
    }

    @SuppressWarnings("MustBeClosedChecker") // closed with the last reader
    private Opened openAndMap() throws IOException {
      FileChannel channel = openRegular();
      Arena arena = Arena.ofShared();
      try {
        checkSize(channel);
        MemorySegment mapping = channel.map(FileChannel.MapMode.READ_ONLY, 0, length, arena);
        return new Opened(channel, mapping, arena, leases.take(path), new AtomicInteger(1));
      } catch (IOException | RuntimeException e) {
        arena.close();
        channel.close();
        throw e;
      }
    }

    void checkSize(FileChannel channel) throws IOException {
      long size = channel.size();
      if (size < length) {
        throw new IOException(path + " has " + size + " bytes instead of " + length);
      }
    }

    /** Looks before and after, as it may be replaced in between. */
    private FileChannel openRegular() throws IOException {
      Object seen = regularFileKey();
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      try {
        if (!Objects.equals(regularFileKey(), seen)) {
          throw new IOException(path + " was replaced while it was opened");
        }
        return channel;
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    }

    private Object regularFileKey() throws IOException {
      BasicFileAttributes found =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!found.isRegularFile()) {
        throw new IOException(path + " is not a regular file");
      }
      return found.fileKey();
    }
  }
}
