package org.pairboot.artifacts.testimages;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A small ISO 9660 image under construction, with nothing in it that a reader does not need. */
public final class TestIso {
  /** Bytes in a sector. */
  public static final int SECTOR = 2048;

  private static final int FIRST_DIRECTORY = 24;
  private static final int CONTINUATIONS = 18;

  private final Directory root = new Directory();
  private final Names names;
  private String volume = "TEST";
  private int pieceSectors = Integer.MAX_VALUE;

  private TestIso(Names names) {
    this.names = names;
  }

  /** Whose names are written. */
  public enum Names {
    /** Only plain ones. */
    PLAIN,
    /** Rock Ridge, in the directory records. */
    ROCK_RIDGE,
    /** Rock Ridge, in continuation areas. */
    CONTINUED
  }

  /**
   * A finished image.
   *
   * @param records where the directory record of each path is; of a file with several the first
   */
  public record Image(byte[] bytes, Map<String, Integer> records) {}

  private sealed interface Node {}

  private static final class Directory implements Node {
    private final Map<String, Node> children = new LinkedHashMap<>();
    private int block;
    private int length;
  }

  private static final class File implements Node {
    private final byte[] data;
    private int block;

    private File(byte[] data) {
      this.data = data;
    }
  }

  /** An empty image. */
  public static TestIso iso(Names names) {
    return new TestIso(names);
  }

  /** Names the volume. */
  public TestIso volume(String id) {
    volume = id;
    return this;
  }

  /** Adds a file, and the directories above it. */
  public TestIso file(String path, byte[] data) {
    Directory directory = root;
    String[] segments = path.split("/");
    for (int i = 0; i + 1 < segments.length; i++) {
      directory =
          (Directory) directory.children.computeIfAbsent(segments[i], name -> new Directory());
    }
    directory.children.put(segments[segments.length - 1], new File(data));
    return this;
  }

  /** Adds a file with text. */
  public TestIso file(String path, String text) {
    return file(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes files in extents of at most so many sectors. */
  public TestIso pieces(int sectors) {
    pieceSectors = sectors;
    return this;
  }

  /** The image. */
  public Image build() {
    Writer writer = new Writer();
    int end = writer.place(root, FIRST_DIRECTORY);
    writer.bytes = ByteBuffer.allocate(end * SECTOR);
    writer.descriptors(end);
    writer.directory(root, root, "");
    return new Image(writer.bytes.array(), writer.records);
  }

  private final class Writer {
    private final Map<String, Integer> records = new HashMap<>();
    private ByteBuffer bytes;
    private int continuation = CONTINUATIONS * SECTOR;

    /** Gives each directory and file its place, and returns the first free sector behind. */
    int place(Directory directory, int first) {
      directory.block = first;
      directory.length = Math.ceilDiv(64 * (2 + count(directory)) * 4, SECTOR) * SECTOR;
      int next = first + directory.length / SECTOR;
      for (Node child : directory.children.values()) {
        next =
            switch (child) {
              case Directory inner -> place(inner, next);
              case File file -> {
                file.block = next;
                yield next + Math.ceilDiv(file.data.length, SECTOR);
              }
            };
      }
      return next;
    }

    private int count(Directory directory) {
      return directory.children.values().stream()
          .mapToInt(child ->
              child instanceof File file
                  ? 1 + (int) ((long) file.data.length / SECTOR / pieceSectors)
                  : 1)
          .sum();
    }

    void descriptors(int sectors) {
      int at = 16 * SECTOR;
      bytes.put(at, (byte) 1).put(at + 1, ascii("CD001")).put(at + 6, (byte) 1);
      byte[] padded = ascii(volume + " ".repeat(32 - volume.length()));
      bytes.put(at + 40, padded);
      both32(bytes, at + 80, sectors);
      both16(at + 128, SECTOR);
      byte[] own = record(new byte[] {0}, root.block, root.length, 2, new byte[0]);
      bytes.put(at + 156, own);
      bytes.put(at + SECTOR, (byte) 255).put(at + SECTOR + 1, ascii("CD001"));
    }

    void directory(Directory directory, Directory parent, String path) {
      int at = directory.block * SECTOR;
      byte[] susp =
          directory == root && names != Names.PLAIN
              ? new byte[] {'S', 'P', 7, 1, (byte) 0xBE, (byte) 0xEF, 0}
              : new byte[0];
      at = put(at, record(new byte[] {0}, directory.block, directory.length, 2, susp));
      at = put(at, record(new byte[] {1}, parent.block, parent.length, 2, new byte[0]));
      for (Map.Entry<String, Node> child : directory.children.entrySet()) {
        String inner = path.isEmpty() ? child.getKey() : path + "/" + child.getKey();
        for (byte[] record : records(child.getKey(), child.getValue())) {
          int next = put(at, record);
          records.putIfAbsent(inner, next - record.length);
          at = next;
        }
        switch (child.getValue()) {
          case Directory deeper -> directory(deeper, directory, inner);
          case File file -> bytes.put(file.block * SECTOR, file.data);
        }
      }
    }

    private int put(int at, byte[] record) {
      boolean fits = at % SECTOR + record.length <= SECTOR;
      int start = fits ? at : Math.ceilDiv(at, SECTOR) * SECTOR;
      bytes.put(start, record);
      return start + record.length;
    }

    private List<byte[]> records(String name, Node node) {
      byte[] use = systemUse(name);
      return switch (node) {
        case Directory directory ->
            List.of(record(ascii(plain(name)), directory.block, directory.length, 2, use));
        case File file -> {
          List<byte[]> extents = new ArrayList<>();
          long piece = (long) pieceSectors * SECTOR;
          int done = 0;
          do {
            int length = (int) Math.min(piece, file.data.length - done);
            boolean last = done + length == file.data.length;
            extents.add(
                record(
                    ascii(plain(name) + (name.contains(".") ? ";1" : ".;1")),
                    file.block + done / SECTOR,
                    length,
                    last ? 0 : 0x80,
                    use));
            done += length;
          } while (done < file.data.length);
          yield extents;
        }
      };
    }

    private byte[] systemUse(String name) {
      return switch (names) {
        case PLAIN -> new byte[0];
        case ROCK_RIDGE -> nm(name, 0);
        case CONTINUED -> {
          // Half of the name here and half in the continuation, as when a record gets too long.
          byte[] second = nm(name.substring(name.length() / 2), 0);
          bytes.put(continuation, second);
          ByteBuffer ce = ByteBuffer.allocate(28);
          ce.put(ascii("CE")).put((byte) 28).put((byte) 1);
          both32(ce, 4, continuation / SECTOR);
          both32(ce, 12, continuation % SECTOR);
          both32(ce, 20, second.length);
          continuation += second.length;
          yield Bytes.concat(nm(name.substring(0, name.length() / 2), 1), ce.array());
        }
      };
    }

    private byte[] nm(String name, int flags) {
      byte[] text = ascii(name);
      return Bytes.concat(new byte[] {'N', 'M', (byte) (5 + text.length), 1, (byte) flags}, text);
    }

    private String plain(String name) {
      return name.toUpperCase(Locale.ROOT);
    }

    private void both16(int at, int number) {
      bytes.order(ByteOrder.LITTLE_ENDIAN).putShort(at, (short) number);
      bytes.order(ByteOrder.BIG_ENDIAN).putShort(at + 2, (short) number);
    }
  }

  private static byte[] record(
      byte[] identifier, int block, int length, int flags, byte[] systemUse) {
    int padded = 33 + identifier.length + (identifier.length % 2 == 0 ? 1 : 0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer header = ByteBuffer.allocate(padded);
    int size = padded + systemUse.length + (padded + systemUse.length) % 2;
    header.put(0, (byte) size).put(25, (byte) flags).put(28, (byte) 1).put(31, (byte) 1);
    both32(header, 2, block);
    both32(header, 10, length);
    header.put(32, (byte) identifier.length).put(33, identifier);
    out.writeBytes(header.array());
    out.writeBytes(systemUse);
    return Bytes.padded(out.toByteArray(), 2);
  }

  /** Puts {@code number} as directory records have it: little-endian, then big-endian. */
  public static void both32(ByteBuffer buffer, int at, int number) {
    buffer.order(ByteOrder.LITTLE_ENDIAN).putInt(at, number);
    buffer.order(ByteOrder.BIG_ENDIAN).putInt(at + 4, number);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
