package org.pairboot.appliance.boot;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.ImageDraft;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.staging.PartWriter;
import org.pairboot.artifacts.store.staging.Staging;

/** Images whose parts are short texts. */
public final class TestImages {
  private TestImages() {}

  public static void publish(
      ImageStore store,
      String name,
      String version,
      String architecture,
      boolean fetchesRootfs,
      PartName... more)
      throws Exception {
    try (Staging staging = store.stage()) {
      for (PartName part : more) {
        stage(staging, part, part + " " + version);
      }
      stage(staging, PartName.KERNEL, "kernel " + version);
      stage(staging, PartName.INITRAMFS, "initramfs " + version);
      stage(staging, PartName.ROOTFS, "rootfs " + version);
      store.publish(staging, draft(name, version, architecture, fetchesRootfs));
    }
  }

  /** Publishes what is in {@code staging}. */
  static void publish(
      ImageStore store, Staging staging, String name, String version, String architecture)
      throws Exception {
    store.publish(staging, draft(name, version, architecture, false));
  }

  private static ImageDraft draft(
      String name, String version, String architecture, boolean fetchesRootfs) {
    return new ImageDraft(
        new ImageRef(name, version),
        Architecture.parse(architecture),
        "quiet",
        new Verification.Verified(),
        fetchesRootfs,
        List.of());
  }

  public static void stage(Staging staging, PartName name, String text) throws Exception {
    try (PartWriter writer = staging.write(name)) {
      writer.write(text.getBytes(StandardCharsets.UTF_8));
      writer.finish();
    }
  }
}
