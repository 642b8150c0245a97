package org.pairboot.appliance.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.pairboot.artifacts.format.cpio.NewcWriter;
import org.pairboot.artifacts.format.live.FirstBootConfig;

/**
 * An Ignition config as an initrd of its own, which a loader appends to those of the image.
 *
 * <p>The initrd is an uncompressed newc archive with the single member {@code config.ign}, which
 * Ignition reads when the kernel arguments say so ({@link FirstBootConfig}). {@code
 * coreos-installer pxe ignition wrap} makes the same archive, compressed. The same config always
 * gives the same bytes. Their number is a multiple of 4, so that other initrds can follow.
 */
public final class IgnitionInitrd {
  private static final String MEMBER = "config.ign";
  private static final int MTIME = 0;

  private IgnitionInitrd() {}

  /** Returns the archive with {@code config}. */
  public static byte[] wrap(byte[] config) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(config.length + 2 * NewcWriter.BLOCK);
    NewcWriter archive = new NewcWriter(bytes);
    try {
      archive.file(MEMBER, MTIME, config);
      archive.finish();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }
}
