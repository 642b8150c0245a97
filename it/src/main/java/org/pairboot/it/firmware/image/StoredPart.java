package org.pairboot.it.firmware.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.pairboot.it.lab.Cli;

/** Damages stored files, as a dying disk would. */
public final class StoredPart {
  private StoredPart() {}

  /**
   * The file in the store that holds a part of an image's newest version.
   *
   * @param role such as {@code rootfs}
   */
  public static Path of(Path dataDir, String image, String role) {
    Cli cli = new Cli(dataDir);
    for (JsonNode part : cli.json("show", image).path("parts")) {
      if (part.path("role").asText().equals(role)) {
        return cli.blob(part);
      }
    }
    throw new AssertionError(image + " has no " + role);
  }

  /** Changes one byte in the middle of a file. */
  public static void changeByte(Path file) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long middle = channel.size() / 2;
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, middle);
      channel.write(ByteBuffer.wrap(new byte[] {(byte) ~one.get(0)}), middle);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Moves a file away, or back. */
  public static void move(Path file, Path to) {
    try {
      Files.move(file, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a file. */
  public static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
