package org.pairboot.artifacts.store;

import java.util.List;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.ImageRef;

/**
 * A blob that is not what its name says.
 *
 * @param problem what is wrong, to be read behind a name: "is missing"
 * @param owner who needs it
 * @param uses which files of which image versions it is; empty unless the owner is an image
 */
public record DamagedBlob(Sha256 digest, String problem, Owner owner, List<Use> uses) {

  /** A file of an image version: a part's file name, or {@code manifest} or {@code config}. */
  public record Use(ImageRef image, String file) {}

  /** Who needs a blob, and so who can bring it back. */
  public enum Owner {
    /** Image versions: importing one of them again brings it back. */
    IMAGE,
    /** Something in the index that is no image version of ours. */
    OTHER_TOOL,
    /** Nothing refers to it. */
    NOBODY
  }

  public DamagedBlob {
    uses = List.copyOf(uses);
  }
}
