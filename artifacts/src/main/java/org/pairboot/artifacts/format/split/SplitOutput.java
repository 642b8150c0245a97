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
 * The files that a split writes. It listens to the walk that finds out the form of the image, and
 * already writes the new rootfs of a fat image during it, so that the image is unpacked once
 * instead of twice. If the image turns out to have another form, that rootfs is discarded. It is
 * not written for an uncompressed root file system, which is quick to read again and mostly needs
 * no new rootfs. Closing deletes what was not kept. Used by one thread.
 */
public final class SplitOutput implements PayloadListener, AutoCloseable {
  private final Paths paths;
  private Optional<Started> started = Optional.empty();
  private boolean hasRoot;

  /** The first walk met files that make what it wrote useless. */
  private boolean unusable;

  /** Writes to {@code paths} if there is something to split. */
  public SplitOutput(Paths paths) {
    this.paths = paths;
  }

  private record Started(OutputFiles files, RootfsBuilder rootfs) {}

  @Override
  public void root(Member.Start member, NewcEntry entry, InputStream data) throws IOException {
    unusable |= hasRoot || member.compression() == Compression.NONE;
    hasRoot = true;
    if (unusable) {
      discard();
    } else {
      rootfs().root(entry, data);
    }
  }

  @Override
  public void osmet(Member.Start member, NewcEntry entry, InputStream data) throws IOException {
    unusable |= member.compression() == Compression.NONE;
    if (unusable) {
      discard();
    } else {
      rootfs().osmet(entry, data);
    }
  }

  /** Whether {@link #rootfs} already has everything that belongs in it. */
  boolean isComplete() {
    return hasRoot && !unusable;
  }

  Paths paths() {
    return paths;
  }

  /** The builder of the new rootfs, which has all its files already if this {@link #isComplete}. */
  RootfsBuilder rootfs() throws IOException {
    return start().rootfs();
  }

  /** The new files, to which others can be added. */
  OutputFiles files() throws IOException {
    return start().files();
  }

  private Started start() throws IOException {
    if (started.isEmpty()) {
      OutputFiles files = new OutputFiles();
      try {
        FileChannel rootfs = files.create(paths.rootfs());
        FileChannel spool = files.temporary(paths.rootfs());
        started = Optional.of(new Started(files, new RootfsBuilder(rootfs, spool)));
      } catch (IOException | RuntimeException e) {
        files.close();
        throw e;
      }
    }
    return started.get();
  }

  /** Deletes what was written and not kept. */
  void discard() throws IOException {
    if (started.isPresent()) {
      Started written = started.get();
      started = Optional.empty();
      try (OutputFiles _ = written.files()) {
        written.rootfs().close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    discard();
  }

  /**
   * The files for the parts. None of them may exist.
   *
   * @param extra for what follows the rootfs in a concatenated image, such as an Ignition config;
   *     only created if there is something
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
