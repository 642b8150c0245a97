package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.store.ImageStore.PublishResult;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.staging.PartWriter;
import org.pairboot.artifacts.store.staging.Staging;
import org.pairboot.artifacts.store.staging.Staging.StagedPart;

/** Small images to publish. */
final class Images {
  private Images() {}

  static ImageDraft draft(String ref) {
    return draft(ref, Optional.of(Architecture.X86_64));
  }

  static ImageDraft draft(String ref, Optional<Architecture> architecture) {
    return draft(ref, architecture, "console=ttyS0");
  }

  static ImageDraft draft(String ref, Optional<Architecture> architecture, String arguments) {
    return new ImageDraft(
        ImageRef.parse(ref), architecture, arguments, new Verification.Verified(), true, List.of());
  }

  static PublishResult publish(ImageStore store, String ref, String initramfs, String rootfs)
      throws IOException {
    return publish(store, ref, Optional.of(Architecture.X86_64), initramfs, rootfs);
  }

  static PublishResult publish(
      ImageStore store,
      String ref,
      Optional<Architecture> architecture,
      String initramfs,
      String rootfs)
      throws IOException {
    return publish(store, draft(ref, architecture), initramfs, rootfs);
  }

  static PublishResult publish(ImageStore store, ImageDraft draft, String initramfs, String rootfs)
      throws IOException {
    try (Staging staging = store.stage()) {
      write(staging, PartName.KERNEL, "the kernel");
      write(staging, PartName.INITRAMFS, initramfs);
      write(staging, PartName.ROOTFS, rootfs);
      return store.publish(staging, draft);
    }
  }

  static StagedPart write(Staging staging, PartName name, String text) throws IOException {
    try (PartWriter writer = staging.write(name)) {
      writer.write(text.getBytes(StandardCharsets.UTF_8));
      return writer.finish();
    }
  }

  static String read(Content content) throws IOException {
    try (ContentReader reader = content.open()) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(content.length()));
      reader.read(0, bytes);
      return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }
  }
}
