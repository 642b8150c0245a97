package org.pairboot.artifacts.content;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Content in a file that nobody changes in place: a blob of the store, a loader of a distribution's
 * package. All readers of one {@code FileContent} share one open file and one mapping, so a
 * thousand transfers of a root file system cost one set of page tables.
 */
public final class FileContent implements Content {
  private final SharedFile file;
  private final Sha256 digest;

  /**
   * The first {@code length} bytes of {@code path}, whose SHA-256 the caller knows to be {@code
   * digest}. The file is opened at first use.
   */
  public FileContent(Path path, long length, Sha256 digest) {
    this(path, length, digest, Holds.NONE);
  }

  /** The same, and {@code holds} marks the file as long as anybody reads it. */
  public FileContent(Path path, long length, Sha256 digest, Holds holds) {
    this.file = new SharedFile(path, length, holds);
    this.digest = digest;
  }

  @Override
  public long length() {
    return file.length();
  }

  @Override
  public Sha256 identity() {
    return digest;
  }

  @Override
  public Optional<Sha256> digest() {
    return Optional.of(digest);
  }

  @Override
  public ContentReader open() throws IOException {
    return new Reader(file, file.acquire());
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
      return file.length();
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
        // How the JVM reports a page that the storage cannot deliver (SIGBUS).
        throw new IOException("cannot read " + file.path() + " at " + position, e);
      }
      target.position(target.position() + count);
      return count;
    }

    @Override
    public long transferTo(long position, long count, ContentSink sink) throws IOException {
      long readable = Ranges.transferable(position, count, length());
      if (readable == 0) {
        return 0;
      }
      if (opened.channel().isOpen()) {
        return sink.transferFrom(opened.channel(), position, readable);
      }
      // A thread that is interrupted in a transfer closes the channel under all its users; the
      // mapping stays.
      long mapped = Math.min(readable, Integer.MAX_VALUE);
      return sink.write(opened.mapping().asSlice(position, mapped).asByteBuffer());
    }

    @Override
    public Optional<MemorySegment> mapped() {
      return Optional.of(opened.mapping());
    }

    @Override
    public void close() {
      if (opened != null) {
        opened = null;
        file.release();
      }
    }
  }
}
