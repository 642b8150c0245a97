package org.pairboot.artifacts.format.split;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.pairboot.artifacts.format.cpio.NewcEntry;
import org.pairboot.artifacts.format.initramfs.Compression;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.live.InitramfsFacts.PayloadListener;

/**
 * The files of a split before it is known whether there is anything to split. As a listener of the
 * walk that finds this out, it writes the new rootfs of a fat image on the way, so that the image
 * is unpacked once and not twice. What turns out otherwise is thrown away; so is a root file system
 * that lies in the image uncompressed, for that is quickly read a second time, and mostly needs no
 * new rootfs around it. Closing deletes what was not kept. Used by one thread.
 */
public final class SplitOutput implements PayloadListener, AutoCloseable {
  private final Paths paths;
  private Optional<Files> files = Optional.empty();
  private boolean hasRoot;
  private boolean unfit;

  /** The parts will be {@code paths}. */
  public SplitOutput(Paths paths) {
    this.paths = paths;
  }

  private record Files(OutputFiles outputs, RootfsBuilder rootfs) {}

  @Override
  public void root(Member.Start member, NewcEntry entry, InputStream data) throws IOException {
    unfit |= hasRoot || member.compression() == Compression.NONE;
    hasRoot = true;
    if (unfit) {
      discard();
    } else {
      rootfs().root(entry, data);
    }
  }

  @Override
  public void osmet(Member.Start member, NewcEntry entry, InputStream data) throws IOException {
    unfit |= member.compression() == Compression.NONE;
    if (unfit) {
      discard();
    } else {
      rootfs().osmet(entry, data);
    }
  }

  /** Whether all that belongs into the rootfs was heard, and is in {@link #rootfs}. */
  boolean isWhole() {
    return hasRoot && !unfit;
  }

  Paths paths() {
    return paths;
  }

  /** What writes the new rootfs: what was heard is in it already if this {@link #isWhole}. */
  RootfsBuilder rootfs() throws IOException {
    return files().rootfs();
  }

  /** Where the rootfs will be, and other files can be made. */
  OutputFiles outputs() throws IOException {
    return files().outputs();
  }

  private Files files() throws IOException {
    if (files.isEmpty()) {
      OutputFiles outputs = new OutputFiles();
      try {
        FileChannel rootfs = outputs.create(paths.rootfs());
        FileChannel spool = outputs.temporary(paths.rootfs());
        files = Optional.of(new Files(outputs, new RootfsBuilder(rootfs, spool)));
      } catch (IOException | RuntimeException e) {
        outputs.close();
        throw e;
      }
    }
    return files.get();
  }

  /** Deletes what was written and not kept. */
  void discard() throws IOException {
    if (files.isPresent()) {
      Files written = files.get();
      files = Optional.empty();
      try (OutputFiles _ = written.outputs()) {
        written.rootfs().close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    discard();
  }

  /**
   * Where the parts of a split go. None of the files may exist.
   *
   * @param initramfs the initramfs
   * @param rootfs the rootfs
   * @param extra what follows the rootfs in a concatenated image, such as an Ignition config; made
   *     only where there is something
   */
  public record Paths(Path initramfs, Path rootfs, Path extra) {

    /** {@code initramfs.img}, {@code rootfs.img} and {@code extra.img} in {@code directory}. */
    public static Paths in(Path directory) {
      return new Paths(
          directory.resolve("initramfs.img"),
          directory.resolve("rootfs.img"),
          directory.resolve("extra.img"));
    }
  }
}
