package org.pairboot.artifacts.format.uki;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.artifacts.format.input.FileInput;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.uki.UnifiedKernel.Section;

/** The section table of a PE file, as in Microsoft's "PE Format". */
final class PeSections {
  /** More than any tool writes; one for each device tree and profile makes some dozens. */
  private static final int MAX_SECTIONS = 1024;

  private static final int DOS_HEADER = 64;
  private static final int PE_HEADER_OFFSET = 0x3C;

  /** The signature and the COFF header. */
  private static final int PE_HEADER = 24;

  private static final int SECTIONS = 6;
  private static final int OPTIONAL_HEADER_SIZE = 20;
  private static final int ROW = 40;
  private static final int NAME = 8;
  private static final int VIRTUAL_SIZE = 8;
  private static final int RAW_SIZE = 16;
  private static final int RAW_OFFSET = 20;

  private PeSections() {}

  /** In the order of the table; none if {@code file} is not a PE file. */
  static List<Section> read(ImageFile file) throws IOException {
    try (FileInput in = FileInput.open(file, done -> {})) {
      ByteBuffer dos = next(in, DOS_HEADER);
      if (dos.limit() < DOS_HEADER || dos.get(0) != 'M' || dos.get(1) != 'Z') {
        return List.of();
      }
      long at = dos.getInt(PE_HEADER_OFFSET) & 0xFFFF_FFFFL;
      if (at > file.length() - PE_HEADER) {
        return List.of();
      }
      in.seek(at);
      ByteBuffer header = next(in, PE_HEADER);
      int count = header.getShort(SECTIONS) & 0xFFFF;
      long table = at + PE_HEADER + (header.getShort(OPTIONAL_HEADER_SIZE) & 0xFFFF);
      boolean isPe =
          header.getInt(0) == 'P' + ('E' << 8)
              && count <= MAX_SECTIONS
              && table <= file.length() - (long) count * ROW;
      if (!isPe) {
        return List.of();
      }
      in.seek(table);
      ByteBuffer rows = next(in, count * ROW);
      List<Section> sections = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        sections.add(section(rows.slice(i * ROW, ROW).order(ByteOrder.LITTLE_ENDIAN)));
      }
      return sections;
    }
  }

  private static Section section(ByteBuffer row) {
    byte[] name = new byte[NAME];
    row.get(0, name);
    String text = new String(name, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\0');
    long size = row.getInt(VIRTUAL_SIZE) & 0xFFFF_FFFFL;
    long raw = row.getInt(RAW_SIZE) & 0xFFFF_FFFFL;
    // The file has the data padded to a multiple of some alignment, or without zeros at its end.
    return new Section(
        end < 0 ? text : text.substring(0, end),
        row.getInt(RAW_OFFSET) & 0xFFFF_FFFFL,
        size == 0 ? raw : Math.min(size, raw));
  }

  private static ByteBuffer next(FileInput in, int length) throws IOException {
    return ByteBuffer.wrap(in.readNBytes(length)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
