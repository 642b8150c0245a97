package org.pairboot.appliance.plan;

/** How the parts of an image are to reach a machine. */
public record PartProtocols(Choice kernel, Choice initramfs, Choice rootfs) {
  public static final PartProtocols AUTO = new PartProtocols(Choice.AUTO, Choice.AUTO, Choice.AUTO);

  /** A protocol, or what suits the loader. */
  public enum Choice {
    AUTO,
    TFTP,
    HTTP,
    HTTPS
  }
}
