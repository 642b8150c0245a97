package org.pairboot.appliance.cli.view;

import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.format.inspect.MemoryNeed;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.PartName.Role;
import org.pairboot.artifacts.text.Sizes;

/** How an image boots, and what that costs a machine, in one line. */
public final class BootSummary {
  private static final String DISK_IMAGE = ".xz";

  private BootSummary() {}

  /** For {@code image}, whose files are only measured: packed ones take more memory than that. */
  public static String of(ImageVersion image) {
    Optional<Part> fetched =
        image.fetchesRootfs()
            ? image.rootfs().or(() -> image.payloads().stream().findFirst())
            : Optional.empty();
    List<Part> initrds =
        image.initrds().stream().filter(part -> !fetched.equals(Optional.of(part))).toList();
    long loaded = length(initrds);
    // What is written to a disk while it arrives takes no memory.
    long inMemory =
        fetched.filter(part -> !part.fileName().endsWith(DISK_IMAGE)).map(Part::length).orElse(0L);
    return "machines load %s (%s)%s; they need at least %s of memory"
        .formatted(
            initrds.isEmpty() ? "the kernel" : "kernel and " + named(initrds),
            Sizes.text(image.kernel().length() + loaded),
            fetched
                .map(part ->
                    ", and fetch %s (%s) over HTTP"
                        .formatted(part.fileName(), Sizes.text(part.length())))
                .orElse(""),
            Sizes.text(MemoryNeed.bytes(loaded, loaded + inMemory, least(image))));
  }

  /** Documented for the live images of CoreOS, which alone have such a rootfs. */
  private static long least(ImageVersion image) {
    if (image.rootfs().isEmpty()) {
      return 0;
    }
    return image.fetchesRootfs() ? MemoryNeed.LIVE_FETCHED : MemoryNeed.LIVE_LOADED;
  }

  private static String named(List<Part> initrds) {
    boolean plain = initrds.stream().allMatch(part -> part.role() == Role.INITRAMFS);
    return plain ? "initramfs" : initrds.size() + (initrds.size() == 1 ? " initrd" : " initrds");
  }

  private static long length(List<Part> parts) {
    return parts.stream().mapToLong(Part::length).sum();
  }
}
