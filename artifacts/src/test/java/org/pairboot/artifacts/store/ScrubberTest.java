package org.pairboot.artifacts.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.ScrubReport.DamagedBlob;
import org.pairboot.artifacts.store.ScrubReport.Owner;
import org.pairboot.artifacts.store.ScrubReport.Use;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.IndexDocument;

class ScrubberTest extends StoreTest {
  @BeforeEach
  void publish() throws IOException {
    Images.publish(store, "a@1", "one", "shared");
    Images.publish(store, "a@2", "two", "shared");
  }

  @Test
  void readsAllOfAnIntactStore() throws IOException {
    long[] last = new long[2];
    ScrubReport scrubbed =
        store.scrub((step, total) -> {
          last[1] = total;
          return done -> last[0] = done;
        });
    assertThat(scrubbed.damaged()).isEmpty();
    assertThat(scrubbed.blobs()).isEqualTo(files.blobs().size());
    assertThat(last).containsExactly(scrubbed.bytes(), scrubbed.bytes());
  }

  @Test
  void namesEveryDamagedVersionAndTheSameImportRepairsIt() throws IOException {
    Sha256 rootfs = digest("a@1", 2);
    overwrite(rootfs, "Shared");
    assertThat(store.scrub(Progress.NONE).damaged())
        .containsExactly(
            new DamagedBlob(
                rootfs,
                "does not match its digest",
                Owner.IMAGE,
                List.of(use("a@1", "rootfs.img"), use("a@2", "rootfs.img"))));
    assertThat(Images.publish(store, "a@1", "one", "shared").isNew()).isFalse();
    assertThat(store.scrub(Progress.NONE).damaged()).isEmpty();
    files.requireClean();
  }

  @Test
  void findsMissingAndShortBlobs() throws IOException {
    Sha256 initramfs = digest("a@1", 1);
    Sha256 kernel = digest("a@1", 0);
    Files.delete(files.blob(initramfs));
    overwrite(kernel, "the kern");
    assertThat(store.scrub(Progress.NONE).damaged())
        .extracting(DamagedBlob::digest, DamagedBlob::problem)
        .containsExactlyInAnyOrder(
            tuple(initramfs, "is missing"), tuple(kernel, "has 8 bytes instead of 10"));
    Images.publish(store, "a@1", "one", "shared");
    assertThat(store.scrub(Progress.NONE).damaged()).isEmpty();
  }

  @Test
  void namesDamagedDocuments() throws IOException {
    for (Descriptor manifest : index().descriptors()) {
      overwrite(manifest.digest(), "{}");
    }
    assertThat(store.scrub(Progress.NONE).damaged())
        .flatMap(DamagedBlob::uses)
        .containsExactlyInAnyOrder(use("a@1", "manifest"), use("a@2", "manifest"));
    Images.publish(store, "a@1", "one", "shared");
    Images.publish(store, "a@2", "two", "shared");
    assertThat(store.scrub(Progress.NONE).damaged()).isEmpty();
    files.requireClean();
  }

  @Test
  void reportsADamagedOrphanAsNobodys() throws IOException {
    Sha256 digest = Sha256.of(StandardCharsets.US_ASCII.encode("orphan"));
    Files.writeString(files.blob(digest), "0rphan");
    assertThat(store.scrub(Progress.NONE).damaged())
        .containsExactly(
            new DamagedBlob(digest, "does not match its digest", Owner.NOBODY, List.of()));
  }

  @Test
  void doesNotReportImagesRemovedMeanwhile() throws IOException {
    ImageRef removed = ImageRef.parse("a@1");
    ScrubReport scrubbed =
        store.scrub((step, total) ->
            done -> {
              if (store.snapshot().find(removed).isPresent()) {
                try {
                  store.remove(removed);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            });
    assertThat(scrubbed.damaged()).isEmpty();
    assertThat(store.snapshot().all()).hasSize(1);
  }

  private IndexDocument index() throws IOException {
    return StoreInspection.index(directory).readDocument();
  }

  private Sha256 digest(String ref, int part) {
    return store.snapshot().find(ImageRef.parse(ref)).orElseThrow().parts().get(part).digest();
  }

  private void overwrite(Sha256 digest, String content) throws IOException {
    Path blob = files.blob(digest);
    Files.setPosixFilePermissions(blob, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(blob, content);
  }

  private static Use use(String image, String file) {
    return new Use(ImageRef.parse(image), Optional.of(Architecture.X86_64), file);
  }
}
