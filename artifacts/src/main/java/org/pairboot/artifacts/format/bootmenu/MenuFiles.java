package org.pairboot.artifacts.format.bootmenu;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The files of a medium, by paths of names joined by single slashes. */
public interface MenuFiles {
  /** The text of a file; empty if there is none. */
  Optional<String> text(String path) throws IOException;

  /**
   * The names in a directory, sorted; none if it is not a directory. The root is the empty string.
   */
  List<String> names(String directory) throws IOException;
}
