package org.pairboot.artifacts.format.initramfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.pairboot.artifacts.format.input.FileInput;
import org.pairboot.artifacts.format.input.ImageFile;

/** Tells compressed archives from what else is compressed, such as kernels for ARM. */
public final class PackedArchive {
  private static final byte[] CPIO_MAGIC = {'0', '7', '0', '7', '0'};

  private PackedArchive() {}

  /** How {@code file} is compressed, if a cpio archive comes out; reads only its beginning. */
  public static Optional<Compression> compression(ImageFile file) throws IOException {
    try (FileInput in = FileInput.open(file, read -> {})) {
      Optional<Compression> packed =
          Compression.of(in.read(), in.read()).filter(found -> found != Compression.NONE);
      in.seek(0);
      return packed.filter(compression -> startsArchive(in, compression));
    }
  }

  private static boolean startsArchive(FileInput in, Compression compression) {
    Member.Start start = new Member.Start(0, 0, compression);
    try (Decoder decoder = Decoder.open(in, start, finding -> {})) {
      ByteBuffer unpacked = decoder.newBuffer(CPIO_MAGIC.length);
      decoder.read(unpacked);
      unpacked.flip();
      return unpacked.equals(ByteBuffer.wrap(CPIO_MAGIC));
    } catch (IOException | RuntimeException e) {
      // Libraries throw either for what is damaged: then it is not certainly an archive.
      return false;
    }
  }
}
