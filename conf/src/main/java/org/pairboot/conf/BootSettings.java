package org.pairboot.conf;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What machines boot that nothing else is said of.
 *
 * @param image {@code NAME} or {@code NAME@VERSION}; empty: the image published last
 * @param kernelArguments added to the image's own; may be empty
 * @param plans files with boot plans, and directories of such files; they need not exist
 * @param templates a directory with templates of scripts in place of the built-in ones
 */
public record BootSettings(
    Optional<String> image,
    Method method,
    String kernelArguments,
    List<Path> plans,
    Optional<Path> templates) {

  /** Without plans. */
  public BootSettings(Optional<String> image, Method method, String kernelArguments) {
    this(image, method, kernelArguments, List.of(), Optional.empty());
  }

  /** How initramfs and rootfs reach the machine. */
  public enum Method {
    /** {@link #ROOTFS_URL} where the initramfs can fetch, else {@link #APPENDED}. */
    AUTO,
    /** All parts as initrds, fetched by the loader. */
    APPENDED,
    /** All parts as one file, fetched by the loader. */
    CONCATENATED,
    /** The initramfs fetches the rootfs. */
    ROOTFS_URL
  }

  static BootSettings read(SettingsReader reader) {
    return new BootSettings(
        Optional.of(reader.text("boot.image")).filter(image -> !image.isEmpty()),
        reader.oneOf("boot.method", Method.class),
        reader.line("boot.kernel-arguments"),
        reader.paths("boot.plans"),
        reader.optionalPath("boot.templates"));
  }
}
