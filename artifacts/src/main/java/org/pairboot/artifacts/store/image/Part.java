package org.pairboot.artifacts.store.image;

import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.PartName.Role;

/** One file of an image version. */
public record Part(PartName name, Content content) {

  public String fileName() {
    return name.fileName();
  }

  public Role role() {
    return name.role();
  }

  /** The length in bytes. */
  public long length() {
    return content.length();
  }

  /** The SHA-256 of all bytes: a part is one file, so that is its identity. */
  public Sha256 digest() {
    return content.identity();
  }
}
