package org.pairboot.artifacts.store;

import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.catalog.KernelForm;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;

/**
 * What is known of an image to be published, besides its staged parts. For the meaning of the
 * fields see {@link ImageVersion}.
 */
public record ImageDraft(
    ImageRef ref,
    Optional<Architecture> architecture,
    Optional<KernelForm> kernelForm,
    String kernelArguments,
    Verification verification,
    boolean fetchesRootfs,
    List<String> notes,
    Optional<String> source) {

  public ImageDraft {
    notes = List.copyOf(notes);
  }

  /** Of files that no metadata listed, with a kernel of an unknown form. */
  public ImageDraft(
      ImageRef ref,
      Optional<Architecture> architecture,
      String kernelArguments,
      Verification verification,
      boolean fetchesRootfs,
      List<String> notes) {
    this(
        ref,
        architecture,
        Optional.empty(),
        kernelArguments,
        verification,
        fetchesRootfs,
        notes,
        Optional.empty());
  }
}
