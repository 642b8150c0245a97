package org.pairboot.artifacts.testimages;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Builds a unified kernel image for x86_64, with the layout that ukify makes. */
public final class Uki {
  private static final int PE_HEADER = 0x80;
  private static final int TABLE = PE_HEADER + 24 + 0xF0;
  private static final int ALIGNMENT = 512;

  private final List<Named> sections = new ArrayList<>();

  private record Named(String name, byte[] data) {}

  private Uki() {}

  /** One without sections. */
  public static Uki uki() {
    return new Uki();
  }

  /** The same with a section after the others. */
  public Uki section(String name, byte[] data) {
    sections.add(new Named(name, data));
    return this;
  }

  /** The same with a text. */
  public Uki section(String name, String text) {
    return section(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The file. */
  public byte[] bytes() {
    int length = aligned(TABLE + 40 * sections.size());
    int start = length;
    for (Named section : sections) {
      length += aligned(section.data().length);
    }
    ByteBuffer file = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(0, new byte[] {'M', 'Z'}).putInt(0x3C, PE_HEADER);
    file.put(PE_HEADER, new byte[] {'P', 'E'}).putShort(PE_HEADER + 4, (short) 0x8664);
    file.putShort(PE_HEADER + 6, (short) sections.size()).putShort(PE_HEADER + 20, (short) 0xF0);
    int row = TABLE;
    for (Named section : sections) {
      byte[] data = section.data();
      file.put(row, section.name().getBytes(StandardCharsets.US_ASCII));
      file.putInt(row + 8, data.length).putInt(row + 16, aligned(data.length));
      file.putInt(row + 20, start).put(start, data);
      start += aligned(data.length);
      row += 40;
    }
    return file.array();
  }

  private static int aligned(int length) {
    return -(-length & -ALIGNMENT);
  }
}
