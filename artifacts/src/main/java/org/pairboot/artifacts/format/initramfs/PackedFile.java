package org.pairboot.artifacts.format.initramfs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.pairboot.artifacts.format.input.FileInput;

/** The beginning of what is in a compressed file: an archive, or a kernel for ARM or RISC-V. */
public final class PackedFile {
  private static final int BUFFER = 8192;

  private final Compression compression;
  private final byte[] unpacked;

  private PackedFile(Compression compression, byte[] unpacked) {
    this.compression = compression;
    this.unpacked = unpacked;
  }

  /**
   * Unpacks the beginning of {@code in}, if it is compressed.
   *
   * @param limit the most bytes to unpack, about
   */
  public static Optional<PackedFile> read(FileInput in, int limit) throws IOException {
    in.seek(0);
    Optional<Compression> packed =
        Compression.of(in.read(), in.read()).filter(found -> found != Compression.NONE);
    in.seek(0);
    return packed.map(compression -> new PackedFile(compression, unpack(in, compression, limit)));
  }

  public Compression compression() {
    return compression;
  }

  /** The first bytes that come out; fewer if the file is damaged or cannot be unpacked. */
  public byte[] unpacked() {
    return unpacked.clone();
  }

  private static byte[] unpack(FileInput in, Compression compression, int limit) {
    ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
    Member.Start start = new Member.Start(0, 0, compression);
    try (Decoder decoder = Decoder.open(in, start, finding -> {})) {
      ByteBuffer buffer = decoder.newBuffer(BUFFER);
      byte[] bytes = new byte[BUFFER];
      while (unpacked.size() < limit && decoder.read(buffer.clear()) > 0) {
        int count = buffer.flip().remaining();
        buffer.get(bytes, 0, count);
        unpacked.write(bytes, 0, count);
      }
    } catch (IOException | RuntimeException e) {
      // Libraries throw either for what is damaged: what came out until then has to do.
      return unpacked.toByteArray();
    }
    return unpacked.toByteArray();
  }
}
