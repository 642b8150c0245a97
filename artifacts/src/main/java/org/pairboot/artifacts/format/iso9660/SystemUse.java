package org.pairboot.artifacts.format.iso9660;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.pairboot.artifacts.format.iso9660.Sectors.Extent;

/**
 * The Rock Ridge data in the system use area of a record and in its continuations.
 *
 * @param name the name of the file, if it has one here
 * @param isLink whether it is a symbolic link, which has no data
 * @param relocated whether it is the storage place of a directory that is deeper in the tree, and
 *     listed there
 * @param child the offset of the relocated directory that this record represents
 */
record SystemUse(Optional<String> name, boolean isLink, boolean relocated, Optional<Long> child) {
  /**
   * A name of 255 bytes and all attributes fit into one continuation. More are an attempt to keep
   * us busy.
   */
  private static final int MAX_CONTINUATIONS = 16;

  private static final int MAX_NAME = 1024;
  private static final int ENTRY_HEADER = 4;

  /** Flags of the names that mean the directory itself or its parent. */
  private static final int NO_NAME = 0x02 | 0x04;

  /**
   * How many bytes at the start of each area to skip; empty if {@code root}, the record of the root
   * directory itself, announces no Rock Ridge (SUSP, 5.3).
   */
  static Optional<Integer> skip(DirectoryRecord root) {
    byte[] area = root.systemUse();
    boolean announced =
        area.length >= 7
            && area[0] == 'S'
            && area[1] == 'P'
            && (area[4] & 0xFF) == 0xBE
            && (area[5] & 0xFF) == 0xEF;
    return announced ? Optional.of(area[6] & 0xFF) : Optional.empty();
  }

  /** Reads the area of {@code record} without its first {@code skip} bytes. */
  static SystemUse of(DirectoryRecord record, int skip, Sectors sectors) throws IOException {
    byte[] area = record.systemUse();
    Reader reader = new Reader(record, sectors);
    reader.read(skip < area.length ? Arrays.copyOfRange(area, skip, area.length) : new byte[0]);
    return reader.result();
  }

  /** Collects the entries of one area after the other. */
  private static final class Reader {
    private final DirectoryRecord record;
    private final Sectors sectors;
    private final ByteArrayOutputStream name = new ByteArrayOutputStream();
    private boolean isLink;
    private boolean relocated;
    private Optional<Long> child = Optional.empty();

    Reader(DirectoryRecord record, Sectors sectors) {
      this.record = record;
      this.sectors = sectors;
    }

    void read(byte[] first) throws IOException {
      Optional<Extent> next = entries(first);
      for (int i = 0; next.isPresent(); i++) {
        if (i == MAX_CONTINUATIONS) {
          throw bad("has a loop of continuations");
        }
        Extent area = next.get();
        if (area.length() > Sectors.SIZE) {
          throw bad("has a continuation of " + area.length() + " bytes, more than a sector");
        }
        next =
            entries(
                sectors.read(
                    area.offset(), (int) area.length(), "a continuation of a directory record"));
      }
    }

    /** Processes all entries and returns the place of further ones. */
    private Optional<Extent> entries(byte[] area) throws IOException {
      Optional<Extent> next = Optional.empty();
      // Anything shorter than a header, or starting with NUL, is padding.
      for (int at = 0; at + ENTRY_HEADER <= area.length && area[at] != 0; ) {
        int length = area[at + 2] & 0xFF;
        if (length < ENTRY_HEADER || length > area.length - at) {
          throw bad("has a malformed Rock Ridge entry");
        }
        byte[] entry = Arrays.copyOfRange(area, at, at + length);
        switch ("" + (char) (entry[0] & 0xFF) + (char) (entry[1] & 0xFF)) {
          case "NM" -> name(entry);
          case "SL" -> isLink = true;
          case "RE" -> relocated = true;
          case "CL" -> child = Optional.of(number(entry, 4) * Sectors.SIZE);
          case "CE" ->
              next =
                  Optional.of(
                      new Extent(
                          number(entry, 4) * Sectors.SIZE + number(entry, 12), number(entry, 20)));
          case "ST" -> {
            return next;
          }
          default -> {
            // attributes that only matter to file systems
          }
        }
        at += length;
      }
      return next;
    }

    private void name(byte[] entry) throws IOException {
      if (entry.length < 5) {
        throw bad("has a malformed Rock Ridge name");
      }
      if ((entry[4] & NO_NAME) == 0) {
        name.write(entry, 5, entry.length - 5);
      }
      if (name.size() > MAX_NAME) {
        throw bad("has a Rock Ridge name of more than " + MAX_NAME + " bytes");
      }
    }

    private long number(byte[] entry, int at) throws IOException {
      if (entry.length < at + 8) {
        throw bad("has a Rock Ridge entry that is too short");
      }
      return Sectors.u32(entry, at)
          .orElseThrow(() -> bad("has a Rock Ridge entry whose numbers disagree"));
    }

    private IOException bad(String problem) {
      return sectors.bad(
          record.offset(), "the directory record at offset " + record.offset() + " " + problem);
    }

    SystemUse result() {
      Optional<String> text =
          name.size() > 0 ? Optional.of(name.toString(StandardCharsets.UTF_8)) : Optional.empty();
      return new SystemUse(text, isLink, relocated, child);
    }
  }
}
