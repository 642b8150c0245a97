package org.pairboot.artifacts.testimages;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorOutputStream;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

/** Compresses bytes in each way that the kernel takes. */
public final class Compress {
  private Compress() {}

  /** One member of {@code bytes}. */
  public static byte[] with(Compression compression, byte[] bytes) {
    return switch (compression) {
      case NONE -> bytes;
      case GZIP -> gzip(bytes, 6);
      case XZ -> xz(bytes, XZ.CHECK_CRC32);
      case ZSTD -> through(bytes, out -> new ZstdOutputStream(out, 3).setChecksum(true));
      case BZIP2 -> through(bytes, BZip2CompressorOutputStream::new);
      case LZMA -> through(bytes, out -> new LZMAOutputStream(out, new LZMA2Options(1), -1));
      case LZ4 -> lz4(bytes);
      case LZO -> Lzop.compress(bytes);
    };
  }

  /** A gzip member at {@code level}. */
  public static byte[] gzip(byte[] bytes, int level) {
    return through(
        bytes,
        out ->
            new GZIPOutputStream(out) {
              {
                def.setLevel(level == 0 ? Deflater.NO_COMPRESSION : level);
              }
            });
  }

  /** An xz stream with {@code check}, a constant of {@link XZ}. */
  public static byte[] xz(byte[] bytes, int check) {
    return through(bytes, out -> new XZOutputStream(out, new LZMA2Options(1), check));
  }

  /** A zstd frame of one segment (with its size in the header) or without. */
  public static byte[] zstd(byte[] bytes, boolean singleSegment) {
    return singleSegment
        ? Zstd.compress(bytes)
        : through(bytes, out -> new ZstdOutputStream(out, 1).setChecksum(false));
  }

  private static byte[] lz4(byte[] bytes) {
    byte[] block = through(bytes, BlockLZ4CompressorOutputStream::new);
    return ByteBuffer.allocate(block.length + 8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0x184C2102)
        .putInt(block.length)
        .put(block)
        .array();
  }

  private interface Encoder {
    OutputStream open(OutputStream out) throws IOException;
  }

  private static byte[] through(byte[] bytes, Encoder encoder) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream encoded = encoder.open(out)) {
      encoded.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
