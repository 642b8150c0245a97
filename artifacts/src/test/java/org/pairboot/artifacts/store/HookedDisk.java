package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;
import org.pairboot.artifacts.store.disk.Disk;

/**
 * A disk that calls a hook before and after each step, and in the middle of each write. The hook
 * may throw. Nothing is really synchronised, which makes tests fast.
 */
class HookedDisk implements Disk {
  private final Disk real = Disk.local();
  private final Map<FileChannel, Path> paths = new IdentityHashMap<>();
  private final Hook hook;

  /** Called around each step. */
  interface Hook {
    Hook NONE = (moment, operation, path) -> {};

    /**
     * @param path what the step changes; for a rename the new name
     */
    void at(Moment moment, Operation operation, Path path) throws IOException;
  }

  enum Moment {
    BEFORE,
    WITHIN,
    AFTER
  }

  enum Operation {
    MAKE_DIRECTORY,
    CREATE,
    WRITE,
    COPY,
    SYNC,
    SYNC_DIRECTORY,
    PROTECT,
    LINK,
    RENAME,
    DELETE
  }

  private interface Step {
    void run() throws IOException;
  }

  HookedDisk(Hook hook) {
    this.hook = hook;
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    step(Operation.MAKE_DIRECTORY, directory, () -> real.makeDirectory(directory));
  }

  @Override
  public FileChannel create(Path file) throws IOException {
    hook.at(Moment.BEFORE, Operation.CREATE, file);
    FileChannel channel = real.create(file);
    paths.put(channel, file);
    try {
      hook.at(Moment.AFTER, Operation.CREATE, file);
    } catch (IOException | Error e) {
      channel.close();
      throw e;
    }
    return channel;
  }

  @Override
  public void write(FileChannel file, ByteBuffer bytes) throws IOException {
    step(
        Operation.WRITE,
        paths.get(file),
        () -> {
          int end = bytes.limit();
          real.write(file, bytes.limit(bytes.position() + bytes.remaining() / 2));
          hook.at(Moment.WITHIN, Operation.WRITE, paths.get(file));
          real.write(file, bytes.limit(end));
        });
  }

  @Override
  public long copy(FileChannel source, long position, long count, FileChannel target)
      throws IOException {
    hook.at(Moment.BEFORE, Operation.COPY, paths.get(target));
    long copied = real.copy(source, position, count, target);
    hook.at(Moment.AFTER, Operation.COPY, paths.get(target));
    return copied;
  }

  @Override
  public void sync(FileChannel file) throws IOException {
    step(Operation.SYNC, paths.get(file), () -> {});
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    step(Operation.SYNC_DIRECTORY, directory, () -> {});
  }

  @Override
  public void protect(Path file) throws IOException {
    step(Operation.PROTECT, file, () -> real.protect(file));
  }

  @Override
  public void link(Path file, Path name) throws IOException {
    step(Operation.LINK, name, () -> real.link(file, name));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    step(Operation.RENAME, to, () -> real.rename(from, to));
    paths.replaceAll((channel, path) -> path.equals(from) ? to : path);
  }

  @Override
  public void delete(Path path) throws IOException {
    step(Operation.DELETE, path, () -> real.delete(path));
  }

  private void step(Operation operation, Path path, Step step) throws IOException {
    hook.at(Moment.BEFORE, operation, path);
    step.run();
    hook.at(Moment.AFTER, operation, path);
  }
}
