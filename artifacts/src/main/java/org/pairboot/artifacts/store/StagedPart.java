package org.pairboot.artifacts.store;

import java.nio.file.Path;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.FileContent;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.PartName;

/**
 * A finished part that is not published yet.
 *
 * @param file where it is until it is published or the staging is closed; must not be changed
 * @param length bytes
 */
public record StagedPart(PartName name, Path file, long length, Sha256 digest) {

  /** The bytes; not to be held beyond the staging. */
  public Content content() {
    return new FileContent(file, length, digest);
  }
}
