package org.pairboot.artifacts.testimages;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pairboot.artifacts.format.cpio.NewcHeader;
import org.pairboot.artifacts.format.cpio.NewcWriter;

/** A cpio archive under construction: names and what is in the files; null is a directory. */
public final class Archive {
  /** The time stamp of all entries, 2020-09-13. */
  public static final long MTIME = 1_600_000_000;

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  /** An empty archive. */
  public static Archive archive() {
    return new Archive();
  }

  /** Adds a directory. */
  public Archive dir(String name) {
    entries.put(name, null);
    return this;
  }

  /** Adds a file. */
  public Archive file(String name, byte[] data) {
    entries.put(name, data);
    return this;
  }

  /** Adds a file with text. */
  public Archive file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes an entry away, which must be there. */
  public Archive without(String name) {
    if (!entries.containsKey(name)) {
      throw new IllegalArgumentException(name);
    }
    entries.remove(name);
    return this;
  }

  /** The archive as GNU cpio writes it. */
  public byte[] cpio() {
    return write(true);
  }

  /** Only the entries: no trailer and no padding. */
  public byte[] cpioWithoutTrailer() {
    return write(false);
  }

  /** The archive with its trailer, but not padded to 512. */
  public byte[] cpioUnpadded() {
    int length = write(false).length + 124;
    return Arrays.copyOf(write(true), length);
  }

  private byte[] write(boolean finished) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NewcWriter writer = new NewcWriter(out);
    try {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        byte[] data = entry.getValue();
        if (data == null) {
          writer.directory(entry.getKey(), MTIME);
        } else {
          NewcHeader header = NewcHeader.file(0644, MTIME, data.length);
          writer.file(entry.getKey(), header, new ByteArrayInputStream(data));
        }
      }
      if (finished) {
        writer.finish();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
