package org.pairboot.it.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import org.pairboot.it.lab.SeededFile;

/** A file on the server, and what it has to hold. */
public final class ExpectedFile {
  private final String name;
  private final ByteBuffer content;

  private ExpectedFile(String name, ByteBuffer content) {
    this.name = name;
    this.content = content;
  }

  /**
   * @param name to ask the server for
   */
  public static ExpectedFile of(String name, SeededFile file) {
    try {
      byte[] bytes = Files.readAllBytes(file.path());
      return new ExpectedFile(name, ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return name;
  }

  /** In bytes. */
  int size() {
    return content.capacity();
  }

  /** Whether what remains in {@code payload} stands at {@code position}. */
  boolean matches(int position, ByteBuffer payload) {
    int end = position + payload.remaining();
    if (end > content.capacity()) {
      return false;
    }
    content.limit(end).position(position);
    return content.mismatch(payload) < 0;
  }
}
