package org.pairboot.artifacts.format.split;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * New files that get their names only when they are complete: until {@link #keep}, they are called
 * {@code NAME.part}, and closing deletes them.
 *
 * <p>Like {@code cp} and {@code zstd -d}, this does not sync the files: the source still exists,
 * and waiting for the disk would double the time. The store syncs what it publishes.
 */
final class OutputFiles implements AutoCloseable {
  private static final String UNFINISHED = ".part";

  private final Map<Path, FileChannel> files = new LinkedHashMap<>();
  private final Deque<Path> directories = new ArrayDeque<>();
  private final List<FileChannel> temporaries = new ArrayList<>();

  /**
   * Creates {@code path}, which must not exist, for writing and reading. Also creates missing
   * directories, which are deleted with the files unless these are kept.
   */
  FileChannel create(Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    makeDirectory(path.toAbsolutePath().getParent());
    FileChannel channel =
        FileChannel.open(
            unfinished(path),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            StandardOpenOption.READ);
    files.put(path, channel);
    return channel;
  }

  private void makeDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      makeDirectory(directory.getParent());
      Files.createDirectory(directory);
      directories.push(directory);
    }
  }

  /**
   * A temporary file beside {@code path}, which is deleted when it is closed, at the latest with
   * the others.
   */
  FileChannel temporary(Path path) throws IOException {
    Path file =
        Files.createTempFile(
            path.toAbsolutePath().getParent(), "." + path.getFileName() + ".", ".tmp");
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.WRITE,
            StandardOpenOption.READ,
            StandardOpenOption.DELETE_ON_CLOSE);
    temporaries.add(channel);
    return channel;
  }

  /** Gives the files their names, because they are complete. */
  void keep() throws IOException {
    for (Map.Entry<Path, FileChannel> file : files.entrySet()) {
      // Some file systems, such as NFS, report only on close that the disk is full.
      file.getValue().close();
      Files.move(unfinished(file.getKey()), file.getKey());
    }
    directories.clear();
  }

  private static void deleteIfEmpty(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      // another program uses it by now
    }
  }

  private static Path unfinished(Path path) {
    return path.resolveSibling(path.getFileName() + UNFINISHED);
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (FileChannel channel :
        Stream.concat(files.values().stream(), temporaries.stream()).toList()) {
      try {
        channel.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    for (Path path : files.keySet()) {
      Files.deleteIfExists(unfinished(path));
    }
    for (Path directory : directories) {
      deleteIfEmpty(directory);
    }
    if (failure != null) {
      throw failure;
    }
  }
}
