package org.pairboot.artifacts.store;

import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.ImageRef;

/**
 * What reading the whole store found.
 *
 * @param blobs how many were read
 * @param bytes of all of them
 * @param damaged empty when all blobs are intact
 */
public record ScrubReport(int blobs, long bytes, List<DamagedBlob> damaged) {

  /**
   * A blob whose bytes do not match its name.
   *
   * @param problem what is wrong, as the rest of a sentence that starts with a name: "is missing"
   * @param owner who needs it
   * @param uses which files of which image versions it is; empty unless the owner is an image
   */
  public record DamagedBlob(Sha256 digest, String problem, Owner owner, List<Use> uses) {
    public DamagedBlob {
      uses = List.copyOf(uses);
    }
  }

  /**
   * A file of an image version.
   *
   * @param file a part's file name, or {@code manifest} or {@code config}; with the architecture
   *     and a slash before it if the version has several
   */
  public record Use(ImageRef image, Optional<Architecture> architecture, String file) {}

  /** Who needs a blob, and so who can restore it. */
  public enum Owner {
    /** Image versions: importing one of them again restores it. */
    IMAGE,
    /** Something in the index that is not an image version of ours. */
    OTHER_TOOL,
    /** Nothing refers to it. */
    NOBODY
  }

  public ScrubReport {
    damaged = List.copyOf(damaged);
  }
}
