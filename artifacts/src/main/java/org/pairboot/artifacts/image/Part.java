package org.pairboot.artifacts.image;

import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.Sha256;

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

  public Sha256 digest() {
    return content.digest();
  }
}
