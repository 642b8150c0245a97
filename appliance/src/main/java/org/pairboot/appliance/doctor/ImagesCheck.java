package org.pairboot.appliance.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.Snapshot.DamagedImage;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.Part;
import org.pairboot.artifacts.store.image.Verification;

/**
 * The store, and the image versions in it.
 *
 * @param images what is in it
 * @param broken why it cannot be read, where there is a store
 */
record ImagesCheck(Optional<Snapshot> images, Optional<StoreException> broken) implements Check {

  @Override
  public String topic() {
    return "images";
  }

  @Override
  public List<Finding> run() {
    if (broken.isPresent()) {
      return List.of(
          Finding.problem(
              "store",
              broken.get().getMessage(),
              "nothing can be served until this is mended; see packaging/docs/store.md"));
    }
    Snapshot snapshot = images.orElse(null);
    if (snapshot == null || snapshot.all().isEmpty() && snapshot.damaged().isEmpty()) {
      return List.of(
          Finding.problem(
              "store",
              "there is no image, so machines have nothing to boot",
              "pairboot import NAME --kernel FILE --initramfs FILE --rootfs FILE"));
    }
    List<Finding> findings = new ArrayList<>();
    snapshot.damaged().forEach(image -> findings.add(damaged(image)));
    snapshot.all().forEach(image -> findings.addAll(of(image)));
    return findings;
  }

  private static Finding damaged(DamagedImage image) {
    return Finding.problem(
        image.image(),
        "is not served: " + image.reason(),
        "import it again under the same version with the files it was made of, which replaces what"
            + " is damaged; 'pairboot scrub' finds everything that is");
  }

  private static List<Finding> of(ImageVersion image) {
    List<Finding> findings = new ArrayList<>();
    String where = image.ref().toString();
    findings.add(
        switch (image.verification()) {
          case Verification.Verified verified ->
              Finding.ok(where, "whole; the pair was verified when it was imported");
          case Verification.Unverifiable(String reason) when image.rootfs().isPresent() ->
              Finding.warning(
                  where,
                  "the pair is unverifiable: " + reason,
                  "nobody can tell whether the two halves belong together; take both from one"
                      + " build that has a stream-hash, if there is one");
          case Verification.Unverifiable unverifiable -> Finding.ok(where, "whole");
        });
    image.fat().map(fat -> deprecated(where, fat)).ifPresent(findings::add);
    return findings;
  }

  private static Finding deprecated(String where, Part fat) {
    return Finding.note(
        where,
        "the deprecated fat form is served beside the pair, as " + fat.fileName(),
        "once the log shows no more reads of it, import the next version without --keep-fat");
  }
}
