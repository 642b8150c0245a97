package org.pairboot.artifacts.format.initramfs;

import java.io.IOException;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.format.cpio.NewcEntry;
import org.pairboot.artifacts.format.cpio.NewcReader;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor.Finding;
import org.pairboot.artifacts.format.input.FileInput;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.input.ImageInput;

/**
 * Reads an initramfs buffer from first to last byte, as the kernel's {@code unpack_to_rootfs} does,
 * and passes what it finds to a visitor. Takes one pass and constant memory; uncompressed data that
 * the visitor does not read is skipped without reading it.
 *
 * <p>Throws a {@link org.pairboot.artifacts.format.input.BadImageException} for what the kernel
 * refuses, and for a file that ends inside a member, which the kernel may not notice. A fault that
 * splitting the buffer can repair, such as a misaligned archive, is a {@link Finding}.
 */
public final class InitramfsWalker {
  private static final int MAX_FINDINGS = 16;

  private final FileInput in;
  private final InitramfsVisitor visitor;
  private final Limits limits;
  private int findings;

  private InitramfsWalker(FileInput in, UnpackLimit limit, InitramfsVisitor visitor) {
    this.in = in;
    this.limits = new Limits(in.file(), limit);
    this.visitor = visitor;
  }

  /**
   * Walks all of {@code file}; {@code progress} receives the number of bytes read so far.
   *
   * @throws org.pairboot.artifacts.format.input.BadImageException if the file is not a sound
   *     initramfs
   */
  public static void walk(ImageFile file, InitramfsVisitor visitor, LongConsumer progress)
      throws IOException {
    walk(file, UnpackLimit.ANY, visitor, progress);
  }

  /** The same, and fails when the file unpacks to more than {@code limit} allows. */
  public static void walk(
      ImageFile file, UnpackLimit limit, InitramfsVisitor visitor, LongConsumer progress)
      throws IOException {
    try (FileInput in = FileInput.open(file, progress)) {
      new InitramfsWalker(in, limit, visitor).walk();
    }
  }

  /** Walks one member that an earlier walk of {@code file} found. */
  public static void walkMember(
      ImageFile file, Member member, InitramfsVisitor visitor, LongConsumer progress)
      throws IOException {
    try (FileInput in = FileInput.open(file, progress)) {
      in.seek(member.offset());
      new InitramfsWalker(in, UnpackLimit.ANY, visitor).member(member.index());
    }
  }

  private void walk() throws IOException {
    if (in.peek() < 0) {
      throw in.bad("the file is empty");
    }
    Compression before = null;
    int index = 0;
    while (true) {
      in.skipZeros();
      if (in.peek() < 0) {
        return;
      }
      limits.checkMember(in, index);
      checkAlignment(before);
      before = member(index++);
    }
  }

  /** Where {@code unpack_to_rootfs} and {@code do_reset} allow a member to start. */
  private void checkAlignment(Compression before) throws IOException {
    long offset = in.position();
    boolean plain = in.peek() == '0';
    if (offset % 4 != 0 && (plain || before == Compression.NONE)) {
      finding(
          new Finding(
              offset,
              (plain ? "the uncompressed cpio archive" : "the member after an uncompressed one")
                  + " at offset "
                  + offset
                  + " is not aligned to 4 bytes, so the kernel would stop there: insert "
                  + (4 - offset % 4)
                  + " NUL bytes before it"));
    }
  }

  private Compression member(int index) throws IOException {
    Member.Start start = new Member.Start(index, in.position(), detect());
    visitor.enter(start);
    if (start.compression() == Compression.NONE) {
      plain(start);
    } else {
      compressed(start);
    }
    return start.compression();
  }

  private Compression detect() throws IOException {
    long offset = in.position();
    int first = in.read();
    int second = in.read();
    if (second < 0 && Compression.mayBegin(first)) {
      throw in.endsWithin("the magic of the member at offset " + offset);
    }
    in.seek(offset);
    return Compression.of(first, second)
        .orElseThrow(() ->
            in.bad(
                (offset == 0 ? "neither an initramfs nor a rootfs: " : "")
                    + "no cpio archive or known compression at offset "
                    + offset));
  }

  private void plain(Member.Start start) throws IOException {
    ArchiveEntries entries = new ArchiveEntries(start, in);
    do {
      entries.next();
    } while (!entries.atTrailer && in.peek() == '0');
    visitor.leave(entries.member(in.position() - start.offset()));
  }

  private void compressed(Member.Start start) throws IOException {
    try (Decoder decoder = openDecoder(start)) {
      DecodedInput unpacked = new DecodedInput(in, start, decoder, limits);
      ArchiveEntries entries = new ArchiveEntries(start, unpacked);
      // The kernel's state machine expects a header in the first member, and NULs or a header
      // later.
      if (start.index() == 0 && unpacked.peek() != '0') {
        throw noArchive(start, unpacked);
      }
      for (unpacked.skipZeros(); unpacked.peek() >= 0; unpacked.skipZeros()) {
        if (unpacked.peek() != '0') {
          throw noArchive(start, unpacked);
        }
        if (unpacked.position() % 4 != 0) {
          throw unpacked.bad(
              "the archive at "
                  + unpacked.place(unpacked.position())
                  + " is not aligned to 4 bytes, so the kernel would stop there");
        }
        entries.next();
        if (unpacked.position() % 4 != 0) {
          // Harmless at the end of the buffer, but here the kernel expects the rest in the next
          // member.
          throw unpacked.endsWithin("the padding of a cpio entry");
        }
      }
      visitor.leave(entries.member(in.position() - start.offset()));
    }
  }

  private Decoder openDecoder(Member.Start start) throws IOException {
    try {
      return Decoder.open(in, start, this::finding);
    } catch (IOException | RuntimeException e) {
      throw DecodedInput.translate(e, in, start);
    }
  }

  private static IOException noArchive(Member.Start start, ImageInput unpacked) {
    return unpacked.position() == 0
        ? unpacked.bad(start.label() + " does not contain a cpio archive")
        : unpacked.bad(
            "trailing garbage after the cpio archive at "
                + unpacked.place(unpacked.position())
                + ": the kernel would stop there");
  }

  private void finding(Finding finding) {
    if (findings++ < MAX_FINDINGS) {
      visitor.finding(finding);
    }
  }

  /** Passes on the entries of one member and counts them. */
  private final class ArchiveEntries {
    private final Member.Start start;
    private final ImageInput source;
    private final NewcReader reader;
    private final long begin;
    private boolean atTrailer = true;
    private int archives;
    private long count;

    ArchiveEntries(Member.Start start, ImageInput source) {
      this.start = start;
      this.source = source;
      this.begin = source.position();
      this.reader = new NewcReader(source);
    }

    void next() throws IOException {
      if (atTrailer) {
        archives++;
      }
      NewcEntry entry = reader.next();
      atTrailer = entry.isTrailer();
      if (!atTrailer) {
        count++;
        limits.countEntry(source);
        visitor.entry(start, entry, reader.data());
      }
      reader.finish();
    }

    Member member(long length) {
      return new Member(
          start.index(),
          start.offset(),
          length,
          start.compression(),
          archives,
          count,
          source.position() - begin,
          atTrailer);
    }
  }

  /**
   * Limits for one walk, far above any sound image, so that a decompression bomb costs a limited
   * time. Memory is bounded without them, because unpacked bytes are only passed on.
   */
  static final class Limits {
    /** Entries in all members; an unpacked distribution has less than half a million files. */
    static final long MAX_ENTRIES = 8_000_000;

    /** Members; live images have three to seven. */
    static final int MAX_MEMBERS = 4096;

    private final ImageFile file;
    private final UnpackLimit limit;
    private long unpacked;
    private long entries;

    Limits(ImageFile file, UnpackLimit limit) {
      this.file = file;
      this.limit = limit;
    }

    /** Counts bytes that were unpacked from the member at {@code offset}. */
    void countUnpacked(long offset, long bytes) throws IOException {
      unpacked += bytes;
      limit.check(file, offset, unpacked);
    }

    void countEntry(ImageInput in) throws IOException {
      if (++entries > MAX_ENTRIES) {
        throw in.bad("contains more than " + MAX_ENTRIES + " files; reading stopped");
      }
    }

    void checkMember(ImageInput in, int index) throws IOException {
      if (index >= MAX_MEMBERS) {
        throw in.bad("contains more than " + MAX_MEMBERS + " members; reading stopped");
      }
    }
  }
}
