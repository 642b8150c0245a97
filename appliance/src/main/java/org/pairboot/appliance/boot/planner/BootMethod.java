package org.pairboot.appliance.boot.planner;

/** How initramfs and rootfs reach a machine. */
public enum BootMethod {
  /** All parts as initrds, fetched by the loader. */
  APPENDED("appended"),
  /** Initramfs and rootfs as one file, fetched by the loader. */
  CONCATENATED("concatenated"),
  /** The initramfs fetches the rootfs over HTTP. */
  ROOTFS_URL("rootfs-url");

  private final String term;

  BootMethod(String term) {
    this.term = term;
  }

  /** The name used in settings, documents and messages. */
  public String term() {
    return term;
  }
}
