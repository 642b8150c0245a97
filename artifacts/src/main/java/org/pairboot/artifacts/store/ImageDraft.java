package org.pairboot.artifacts.store;

import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.Verification;

/**
 * What is known of an image to be published, besides its staged parts. For the meaning of the
 * fields see {@link ImageVersion}.
 */
public record ImageDraft(
    ImageRef ref,
    Optional<String> architecture,
    String kernelArguments,
    Verification verification,
    boolean fetchesRootfs,
    List<String> notes) {

  public ImageDraft {
    notes = List.copyOf(notes);
  }
}
