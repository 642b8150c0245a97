package org.pairboot.artifacts.store.layout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.text.PrintableText;

/**
 * An archive that {@code tar} or {@code skopeo copy ... oci-archive:} wrote. Only its headers are
 * read, and where each file begins is noted, as blobs may come before the index.
 */
record TarFiles(Map<String, LayoutFiles.Range> files) implements LayoutFiles {
  /** A store with ten thousand versions has fewer files. */
  private static final int MAX_MEMBERS = 100_000;

  /** Of one member, with its long name and its extended attributes. */
  private static final int MAX_HEADER = 1 << 20;

  /** Where the magic number of all formats since 1988 is: POSIX.1, section "ustar". */
  private static final int MAGIC_OFFSET = 257;

  private static final byte[] MAGIC = "ustar".getBytes(StandardCharsets.US_ASCII);

  private static final int MAX_SHOWN = 100;

  TarFiles {
    files = Map.copyOf(files);
  }

  /** Whether {@code file} begins like a tar archive. */
  static boolean isOne(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer magic = ByteBuffer.allocate(MAGIC.length);
      channel.read(magic, MAGIC_OFFSET);
      return magic.flip().equals(ByteBuffer.wrap(MAGIC));
    }
  }

  /**
   * Reads the headers of {@code archive}.
   *
   * @throws StoreException if it is damaged, or its files are no plain files
   */
  static TarFiles of(Path archive) throws IOException {
    Map<String, Range> files = new HashMap<>();
    try (Headers headers = new Headers(FileChannel.open(archive, StandardOpenOption.READ))) {
      int members = 0;
      for (TarArchiveEntry member = headers.next(0); member != null; ) {
        if (++members > MAX_MEMBERS) {
          throw bad(archive, "has more than %,d members".formatted(MAX_MEMBERS));
        }
        long length = hasData(member) ? member.getSize() : 0;
        if (length < 0 || length > headers.left()) {
          throw truncated(archive);
        }
        String name = member.getName().replaceFirst("^(\\./)+", "");
        if (isOfLayout(name)) {
          String shown = PrintableText.of(name, MAX_SHOWN);
          if (!hasData(member) || member.isSparse()) {
            throw bad(archive, "has '" + shown + "' as something else than a plain file");
          }
          if (files.putIfAbsent(name, new Range(archive, headers.position, length)) != null) {
            throw bad(archive, "has '" + shown + "' twice");
          }
        }
        member = headers.next(length);
      }
    } catch (StoreException e) {
      throw e;
    } catch (Headers.TooLongException e) {
      throw bad(archive, "has a member whose header is longer than 1 MiB");
    } catch (IOException | RuntimeException e) {
      // The library reports damage in many ways.
      throw truncated(archive);
    }
    return new TarFiles(files);
  }

  @Override
  public Optional<Range> file(String name) {
    return Optional.ofNullable(files.get(name));
  }

  private static boolean isOfLayout(String name) {
    return name.equals(MARKER)
        || name.equals(INDEX)
        || (name.startsWith(BLOBS) && Sha256.isHex(name.substring(BLOBS.length())));
  }

  private static boolean hasData(TarArchiveEntry member) {
    return !member.isDirectory()
        && !member.isSymbolicLink()
        && !member.isLink()
        && !member.isFIFO()
        && !member.isBlockDevice()
        && !member.isCharacterDevice();
  }

  private static StoreException truncated(Path archive) {
    return bad(archive, "is damaged or incomplete");
  }

  private static StoreException bad(Path archive, String problem) {
    return ImageLayout.bad(
        archive, "the tar archive " + problem + "; copy it again, or make it again");
  }

  /** The bytes of the archive, as far as they are headers; those of files are passed over. */
  private static final class Headers extends InputStream {
    private static final long RECORD = 512;

    private final FileChannel channel;
    private final long size;
    private long position;
    private long read;

    Headers(FileChannel channel) throws IOException {
      this.channel = channel;
      this.size = channel.size();
    }

    long left() {
      return size - position;
    }

    /**
     * The next member, whose data begins at the position then; null at the end.
     *
     * @param length of the data of the one before, which the library would read
     */
    @SuppressWarnings("resource") // It is this file.
    TarArchiveEntry next(long length) throws IOException {
      position += Math.min(left(), length + Math.floorMod(-length, RECORD));
      read = 0;
      return new TarArchiveInputStream(this).getNextEntry();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = channel.read(ByteBuffer.wrap(target, offset, length), position);
      if (count > 0) {
        position += count;
        read += count;
        if (read > MAX_HEADER) {
          throw new TooLongException();
        }
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }

    /** There is no end to a header. */
    private static final class TooLongException extends IOException {
      private static final long serialVersionUID = 1;
    }
  }
}
