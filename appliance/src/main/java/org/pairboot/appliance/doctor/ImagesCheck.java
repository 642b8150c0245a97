package org.pairboot.appliance.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pairboot.appliance.doctor.report.Check;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.artifacts.catalog.KernelForm.Loader;
import org.pairboot.artifacts.store.LeftOut;
import org.pairboot.artifacts.store.LeftOut.DamagedImage;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.DefaultImage;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;

/** The store, and the image versions in it. */
final class ImagesCheck implements Check {
  private final Optional<Snapshot> images;
  private final Optional<StoreException> broken;

  /**
   * @param images in the store, if there is one and it can be read
   * @param broken why the store cannot be read, if there is one
   */
  ImagesCheck(Optional<Snapshot> images, Optional<StoreException> broken) {
    this.images = images;
    this.broken = broken;
  }

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
              "nothing can be served until this is repaired; see packaging/docs/store.md"));
    }
    Snapshot snapshot = images.orElse(null);
    if (snapshot == null
        || (snapshot.all().isEmpty()
            && snapshot.damaged().isEmpty()
            && snapshot.unproven().isEmpty())) {
      return List.of(
          Finding.problem(
              "store",
              "no images, so machines have nothing to boot",
              "pairboot import NAME --kernel FILE --initramfs FILE --rootfs FILE"));
    }
    List<Finding> findings = new ArrayList<>();
    snapshot
        .problem()
        .ifPresent(problem ->
            findings.add(Finding.problem("store", problem, "see packaging/docs/store.md")));
    snapshot.damaged().forEach(image -> findings.add(damaged(image)));
    snapshot.unproven().forEach(image -> findings.add(unproven(image)));
    snapshot
        .defaultImage()
        .filter(kept -> snapshot.damaged(kept.image()).isEmpty())
        .ifPresent(kept -> findings.add(defaultImage(kept, snapshot)));
    snapshot.all().forEach(image -> findings.addAll(findings(image, snapshot.describe(image))));
    return findings;
  }

  /**
   * The latest version of each image, which is what most machines boot, for all its architectures.
   */
  static List<ImageVersion> latest(Snapshot images) {
    return images.images().stream()
        .flatMap(name -> images.latest(name).stream())
        .flatMap(version -> images.all(version.ref()).stream())
        .toList();
  }

  private static Finding defaultImage(DefaultImage kept, Snapshot images) {
    String where = "default image " + kept.image();
    return images
        .bootableByDefault()
        .find(kept.image())
        .map(version -> Finding.ok(where, "it is " + version.ref() + " now"))
        .orElseGet(() ->
            Finding.warning(
                where,
                images.find(kept.image()).isPresent()
                    ? "it installs itself to a disk, so nothing boots by default"
                    : "it is not published, so nothing boots by default",
                "choose another image with 'pairboot default NAME'"));
  }

  private static Finding unproven(LeftOut.Unproven unproven) {
    return Finding.warning(
        unproven.ref().toString(),
        "not served: " + unproven.why(),
        "'pairboot verify %s' says what is wrong; 'pairboot remove %s' removes it"
            .formatted(unproven.ref(), unproven.ref()));
  }

  private static Finding damaged(DamagedImage image) {
    return Finding.problem(
        image.image(),
        "not served: " + image.reason(),
        "import the same version again from the original files, which replaces the damaged ones;"
            + " 'pairboot scrub' finds all damaged files");
  }

  private static List<Finding> findings(ImageVersion image, String where) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        switch (image.verification()) {
          case Verification.Verified verified ->
              Finding.ok(where, "complete; this store has verified the pair");
          case Verification.Unverifiable(String reason) when image.rootfs().isPresent() ->
              Finding.warning(
                  where,
                  "the pair is unverifiable: " + reason,
                  "nothing proves that the two halves belong together; if there is a build with a"
                      + " stream-hash, import both halves from that");
          case Verification.Unverifiable unverifiable -> Finding.ok(where, "complete");
          case Verification.ToProve _ ->
              Finding.note(
                  where,
                  "an earlier release imported it; it is served while it is proven again",
                  "a running server proves it in the background; 'pairboot verify' does it now");
          case Verification.Unproven _ ->
              throw new IllegalStateException("no snapshot has " + where + " as served");
        });
    image.fat().map(fat -> deprecated(where, fat)).ifPresent(findings::add);
    kernel(image, where).ifPresent(findings::add);
    return findings;
  }

  /** What a machine would show only when it boots. */
  private static Optional<Finding> kernel(ImageVersion image, String where) {
    return image
        .kernelForm()
        .flatMap(form ->
            image
                .architecture()
                .map(form::missing)
                .filter(missing -> !missing.isEmpty())
                .map(missing ->
                    Finding.note(
                        where,
                        "its kernel is of the form %s, which %s cannot start"
                            .formatted(
                                form,
                                missing.stream()
                                    .map(Loader::toString)
                                    .collect(Collectors.joining(" and "))),
                        "if such machines are to boot it, import it with a kernel of another"
                            + " form")));
  }

  private static Finding deprecated(String where, Part fat) {
    return Finding.note(
        where,
        "the deprecated fat initramfs is served beside the pair, as " + fat.fileName(),
        "when the log shows no more reads of it, import the next version without --keep-fat");
  }
}
