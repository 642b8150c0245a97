package org.pairboot.conf;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What machines boot when no boot plan names them.
 *
 * @param image {@code NAME} or {@code NAME@VERSION}; empty: the default image of the store
 * @param kernelArguments added to those of the image; may be empty
 * @param plans boot plan files and directories with such files; they need not exist
 * @param templates a directory with script templates that replace the built-in ones
 * @param reports which reports of machines count
 */
public record BootSettings(
    Optional<String> image,
    Method method,
    String kernelArguments,
    List<Path> plans,
    Optional<Path> templates,
    Reports reports) {

  /** Settings without boot plans. */
  public BootSettings(Optional<String> image, Method method, String kernelArguments) {
    this(image, method, kernelArguments, List.of(), Optional.empty());
  }

  /** Settings in which reports need a token. */
  public BootSettings(
      Optional<String> image,
      Method method,
      String kernelArguments,
      List<Path> plans,
      Optional<Path> templates) {
    this(image, method, kernelArguments, plans, templates, Reports.TOKEN);
  }

  /** How initramfs and rootfs reach the machine. */
  public enum Method {
    /** {@link #ROOTFS_URL} if the initramfs can fetch the rootfs, else {@link #APPENDED}. */
    AUTO,
    /** The loader fetches all parts as initrds. */
    APPENDED,
    /** The loader fetches all parts as one file. */
    CONCATENATED,
    /** The initramfs fetches the rootfs. */
    ROOTFS_URL
  }

  /** Which reports of machines that they have booted count. */
  public enum Reports {
    /** Those with the token of the machine's boot. */
    TOKEN,
    /** All. */
    ANY
  }

  static BootSettings read(SettingsReader reader) {
    return new BootSettings(
        reader.optionalText("boot.image", "the name of an image", Optional::of),
        reader.oneOf("boot.method", Method.class),
        reader.line("boot.kernel-arguments"),
        reader.paths("boot.plans"),
        reader.optionalDirectory("boot.templates"),
        reader.oneOf("boot.reports", Reports.class));
  }
}
