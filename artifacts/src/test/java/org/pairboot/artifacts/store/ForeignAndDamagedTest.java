package org.pairboot.artifacts.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.LeftOut.DamagedImage;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.IndexDocument;
import org.pairboot.artifacts.store.oci.OciJson;
import org.pairboot.artifacts.store.oci.OciNames;

/** Other tools' images in the layout, and blobs that the disk lost or corrupted. */
class ForeignAndDamagedTest {
  @TempDir Path temp;
  private ImageStore store;
  private StoreInspection files;

  @BeforeEach
  void open() throws IOException {
    Path directory = temp.resolve("store");
    store =
        ImageStore.open(
            directory,
            ImageStore.Options.defaults(),
            new HookedDisk(HookedDisk.Hook.NONE),
            InstantSource.system());
    files = new StoreInspection(directory);
  }

  @Test
  void keepsImagesOfOtherToolsWithAllTheirBlobs() throws Exception {
    ImageVersion own = Images.publish(store, "a@1", "one", "shared rootfs").image();
    Descriptor shared = Descriptor.of("application/octet-stream", "shared rootfs".getBytes());
    Descriptor layer = put("application/vnd.oci.image.layer.v1.tar", "layer".getBytes());
    ObjectNode manifest = OciJson.object().put("schemaVersion", 2);
    manifest.putArray("layers").add(layer.toJson()).add(shared.toJson());
    Descriptor foreign = put(OciNames.MANIFEST_TYPE, OciJson.bytes(manifest));
    ObjectNode nested = OciJson.object().put("schemaVersion", 2);
    nested.putArray("manifests").add(foreign.toJson());
    ObjectNode entry = put(OciNames.INDEX_TYPE, OciJson.bytes(nested)).toJson();
    entry.putObject("platform").put("os", "linux");
    addToIndex(entry);
    addToIndex(OciJson.object().put("digest", "sha512:00").put("odd", true));

    assertThat(store.snapshot().images()).containsExactly("a");
    assertThat(store.snapshot().damaged()).isEmpty();
    Images.publish(store, "b@1", "two", "other rootfs");
    store.remove(ImageRef.parse("b@1"));
    store.remove(own.ref());

    assertThat(Files.readString(files.index()))
        .contains(entry.toString(), "{\"digest\":\"sha512:00\",\"odd\":true}");
    assertThat(files.blobs()).hasSize(4);
    assertThat(files.blob(own.rootfs().orElseThrow().digest())).exists();
    files.requireClean();
  }

  @Test
  void findsAnImageThatAnotherToolCopiedHere() throws Exception {
    ImageVersion image = Images.publish(store, "a@1", "one", "two").image();
    IndexDocument index = IndexDocument.parse(Files.readAllBytes(files.index()));
    Descriptor ours = index.descriptors().getFirst();
    Descriptor asCopied =
        new Descriptor(
            ours.mediaType(),
            Optional.empty(),
            ours.digest(),
            ours.size(),
            Optional.empty(),
            Map.of(OciNames.REF_NAME, "x"));
    Files.write(files.index(), IndexDocument.empty().with(asCopied).with(asCopied).bytes());

    assertThat(store.snapshot().all()).extracting(ImageVersion::ref).containsExactly(image.ref());
    store.remove(image.ref());
    assertThat(files.blobs()).isEmpty();
  }

  @Test
  void leavesOutDamagedImagesAndServesTheOthers() throws IOException {
    ImageVersion missing = Images.publish(store, "missing@1", "a", "rootfs one").image();
    ImageVersion tooShort = Images.publish(store, "short@1", "b", "rootfs two").image();
    Images.publish(store, "whole@1", "c", "rootfs three");
    Files.delete(files.blob(missing.rootfs().orElseThrow().digest()));
    overwrite(tooShort.initramfs().orElseThrow().digest(), "");
    Images.publish(store, "new@1", "d", "e");

    assertThat(store.snapshot().images()).containsExactly("new", "whole");
    assertThat(store.snapshot().damaged())
        .extracting(DamagedImage::toString)
        .containsExactly(
            "missing@1: rootfs.img is missing", "short@1: initramfs.img has 0 bytes instead of 1");
    store.remove(missing.ref());
    store.remove(tooShort.ref());
    files.requireClean();
  }

  @Test
  void replacesOrRemovesAnImageWithADamagedManifest() throws Exception {
    Images.publish(store, "a@1", "one", "two");
    Images.publish(store, "b@1", "three", "four");
    for (Descriptor descriptor :
        IndexDocument.parse(Files.readAllBytes(files.index())).descriptors()) {
      overwrite(descriptor.digest(), "x".repeat((int) descriptor.size()));
    }
    ImageStore reopened = ImageStore.open(store.directory(), ImageStore.Options.defaults());
    assertThat(reopened.snapshot().damaged())
        .extracting(DamagedImage::toString)
        .containsExactly(
            "a@1: its manifest does not match its digest",
            "b@1: its manifest does not match its digest");

    assertThat(Images.publish(store, "a@1", "one", "changed").isNew()).isTrue();
    store.remove(ImageRef.parse("b@1"));
    assertThat(store.snapshot().images()).containsExactly("a");
    assertThat(store.snapshot().damaged()).isEmpty();
    assertThat(
            store
                .check(store.require(ImageSelector.parse("a@1")), Set.of(), Progress.NONE)
                .isSound())
        .isTrue();
  }

  @Test
  void namesDamagedFilesAndReportsProgress() throws IOException {
    ImageVersion image = Images.publish(store, "a@1", "one", "rootfs").image();
    List<Long> steps = new ArrayList<>();
    List<Long> totals = new ArrayList<>();
    CheckResult sound =
        store.check(
            image,
            Set.of(),
            (step, total) -> {
              totals.add(total);
              return steps::add;
            });
    assertThat(sound.isSound()).isTrue();
    assertThat(steps).isSorted();
    assertThat(totals).containsOnly(steps.getLast());

    overwrite(image.rootfs().orElseThrow().digest(), "r00tfs");
    Files.delete(files.blob(image.kernel().digest()));
    assertThat(store.check(image, Set.of(), Progress.NONE).damaged())
        .extracting(CheckResult.DamagedFile::toString)
        .containsExactly("kernel is missing", "rootfs.img does not match its digest");
  }

  private Descriptor put(String mediaType, byte[] bytes) throws IOException {
    Files.write(files.blob(Sha256.of(ByteBuffer.wrap(bytes))), bytes);
    return Descriptor.of(mediaType, bytes);
  }

  private void overwrite(Sha256 digest, String text) throws IOException {
    Files.delete(files.blob(digest));
    Files.writeString(files.blob(digest), text);
  }

  private void addToIndex(ObjectNode entry) throws Exception {
    ObjectNode index = OciJson.parse(Files.readAllBytes(files.index()));
    index.withArray("manifests").add(entry);
    Files.write(files.index(), OciJson.bytes(index));
  }
}
