package org.pairboot.it.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.ImageDraft;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.staging.PartWriter;
import org.pairboot.artifacts.store.staging.Staging;

/**
 * Fills a store for {@code it/bench-scale}: as many versions of the image {@code bench} as are
 * wanted, each with small parts of its own.
 *
 * <p>Arguments: the data directory and the number of versions. It goes on where it was interrupted.
 */
public final class ScaleStore {
  private ScaleStore() {}

  /** Publishes the versions that the store lacks. */
  public static void main(String[] arguments) throws IOException {
    ImageStore store = ImageStore.open(Path.of(arguments[0]), ImageStore.Options.defaults());
    int wanted = Integer.parseInt(arguments[1]);
    for (int version = store.snapshot().versions("bench").size() + 1;
        version <= wanted;
        version++) {
      publish(store, String.valueOf(version));
    }
  }

  private static void publish(ImageStore store, String version) throws IOException {
    try (Staging staging = store.stage()) {
      for (PartName part : List.of(PartName.KERNEL, PartName.INITRAMFS, PartName.ROOTFS)) {
        try (PartWriter writer = staging.write(part)) {
          writer.write((part + " of " + version).getBytes(StandardCharsets.US_ASCII));
          writer.finish();
        }
      }
      store.publish(
          staging,
          new ImageDraft(
              new ImageRef("bench", version),
              Optional.of(Architecture.X86_64),
              "quiet",
              new Verification.Verified(),
              true,
              List.of()));
    }
  }
}
