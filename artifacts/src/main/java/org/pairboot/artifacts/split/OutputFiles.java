package org.pairboot.artifacts.split;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * New files, which get their names only when they are whole: until {@link #keep}, they are called
 * {@code NAME.part}, and are removed when that is not called before the end.
 */
final class OutputFiles implements AutoCloseable {
  private static final String UNFINISHED = ".part";

  private final Map<Path, FileChannel> files = new LinkedHashMap<>();
  private final List<FileChannel> temporaries = new ArrayList<>();

  /** Creates {@code path}, which must not exist, for writing and reading. */
  FileChannel create(Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(path.toString());
    }
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

  /** A file beside {@code path} that goes away when it is closed, at the latest with the others. */
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

  /** All went well: the files get their names. */
  void keep() throws IOException {
    for (Map.Entry<Path, FileChannel> file : files.entrySet()) {
      file.getValue().force(true);
      Files.move(unfinished(file.getKey()), file.getKey());
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
    if (failure != null) {
      throw failure;
    }
  }
}
