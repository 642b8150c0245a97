package org.pairboot.artifacts.format.preset;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.format.input.ImageFile;

/** The files of a live system as they were published: in an ISO, or in a directory. */
interface FileTree extends AutoCloseable {
  /** What messages call it. */
  String name();

  /** The name of the volume, possibly empty. */
  String label();

  /** The file at {@code path}, names joined by single slashes; empty where there is none. */
  Optional<ImageFile> file(String path) throws IOException;

  /** The names in {@code directory}, sorted; none where it is no directory. The root is empty. */
  List<String> names(String directory) throws IOException;

  /** All of it as one file, where it is one. */
  Optional<ImageFile> whole();

  @Override
  void close() throws IOException;
}
