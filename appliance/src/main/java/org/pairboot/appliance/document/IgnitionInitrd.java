package org.pairboot.appliance.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.pairboot.artifacts.format.cpio.NewcWriter;

/**
 * An Ignition config as an initrd of its own, which a loader appends to those of the image.
 *
 * <p>An uncompressed newc archive with the single member {@code config.ign}, where Ignition looks
 * for a config when {@link #KERNEL_ARGUMENTS} are given; {@code coreos-installer pxe ignition wrap}
 * makes the same, compressed. The same config always makes the same bytes, whose number is a
 * multiple of 4, so that other initrds may follow.
 */
public final class IgnitionInitrd {
  /** What makes Ignition run, and look for its config in the initramfs. */
  public static final String KERNEL_ARGUMENTS = "ignition.firstboot ignition.platform.id=metal";

  private static final String MEMBER = "config.ign";
  private static final int MTIME = 0;

  private IgnitionInitrd() {}

  /** The archive with {@code config}. */
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
