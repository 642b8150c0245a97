package org.pairboot.artifacts.content;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.content.ContentReader.Sink;

/**
 * Several contents in a row, served as one without a second copy. Its digest is unknown: it does
 * not follow from those of the parts, and reading gigabytes just to compute it would take longer
 * than anything else that is done with them.
 */
public final class Concatenation implements Content {
  private final List<Content> parts;
  private final long length;
  private final Sha256 identity;

  /** {@code parts} in order. */
  public Concatenation(List<Content> parts) {
    this.parts = List.copyOf(parts);
    this.length = parts.stream().mapToLong(Content::length).sum();
    this.identity = identity(parts);
  }

  private static Sha256 identity(List<Content> parts) {
    MessageDigest identity = Sha256.newDigest();
    for (Content part : parts) {
      String line = part.length() + " " + part.identity() + "\n";
      identity.update(line.getBytes(StandardCharsets.US_ASCII));
    }
    return Sha256.from(identity);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public Sha256 identity() {
    return identity;
  }

  @Override
  public Optional<Sha256> digest() {
    return Optional.empty();
  }

  @Override
  public ContentReader open() throws IOException {
    List<ContentReader> readers = new ArrayList<>(parts.size());
    try {
      for (Content part : parts) {
        readers.add(part.open());
      }
    } catch (IOException | RuntimeException e) {
      readers.forEach(ContentReader::close);
      throw e;
    }
    return new Reader(readers.toArray(ContentReader[]::new), length);
  }

  @Override
  public Optional<ContentReader> openAtOnce() {
    List<ContentReader> readers = new ArrayList<>(parts.size());
    for (Content part : parts) {
      Optional<ContentReader> reader = part.openAtOnce();
      if (reader.isEmpty()) {
        readers.forEach(ContentReader::close);
        return Optional.empty();
      }
      readers.add(reader.get());
    }
    return Optional.of(new Reader(readers.toArray(ContentReader[]::new), length));
  }

  private static final class Reader implements ContentReader {
    private final ContentReader[] parts;
    private final long[] starts;
    private final long length;

    Reader(ContentReader[] parts, long length) {
      this.parts = parts;
      this.length = length;
      this.starts = new long[parts.length];
      for (int i = 1; i < parts.length; i++) {
        starts[i] = starts[i - 1] + parts[i - 1].length();
      }
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      Ranges.readable(position, target.remaining(), length);
      int total = 0;
      for (int i = 0; i < parts.length && target.hasRemaining(); i++) {
        long inPart = position + total - starts[i];
        if (inPart >= 0 && inPart < parts[i].length()) {
          total += parts[i].read(inPart, target);
        }
      }
      return total;
    }

    @Override
    public long transferTo(long position, long count, Sink sink) throws IOException {
      long readable = Ranges.transferable(position, count, length);
      long total = 0;
      for (int i = 0; i < parts.length && total < readable; i++) {
        long inPart = position + total - starts[i];
        if (inPart >= 0 && inPart < parts[i].length()) {
          long wanted = Math.min(readable - total, parts[i].length() - inPart);
          long taken = parts[i].transferTo(inPart, wanted, sink);
          total += taken;
          if (taken < wanted) {
            break;
          }
        }
      }
      return total;
    }

    @Override
    public Optional<MemorySegment> mapped() {
      return Optional.empty();
    }

    @Override
    public void checkWhole() throws IOException {
      for (ContentReader part : parts) {
        part.checkWhole();
      }
    }

    @Override
    public void close() {
      for (ContentReader part : parts) {
        part.close();
      }
    }
  }
}
