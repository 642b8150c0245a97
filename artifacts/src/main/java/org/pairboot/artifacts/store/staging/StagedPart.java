package org.pairboot.artifacts.store.staging;

import java.nio.file.Path;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.FileContent;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.PartName;

/**
 * A finished part that is not published yet.
 *
 * @param file where it is until it is published or the staging is closed; read-only
 * @param length bytes
 */
public record StagedPart(PartName name, Path file, long length, Sha256 digest) {

  /** The bytes, which are valid as long as the staging is open. */
  public Content content() {
    return new FileContent(file, length, digest);
  }
}
