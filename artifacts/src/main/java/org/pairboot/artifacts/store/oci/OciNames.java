package org.pairboot.artifacts.store.oci;

/** Media types and annotation keys: those of the OCI image specification, and our own. */
public final class OciNames {
  public static final String LAYOUT_VERSION = "1.0.0";
  public static final String INDEX_TYPE = "application/vnd.oci.image.index.v1+json";
  public static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

  public static final String ARTIFACT_TYPE = "application/vnd.pairboot.image.v1";
  public static final String CONFIG_TYPE = "application/vnd.pairboot.image.config.v1+json";

  public static final String REF_NAME = "org.opencontainers.image.ref.name";
  public static final String CREATED = "org.opencontainers.image.created";
  static final String TITLE = "org.opencontainers.image.title";
  public static final String IMAGE_NAME = "org.pairboot.image.name";
  public static final String IMAGE_VERSION = "org.pairboot.image.version";
  public static final String CHANNEL = "org.pairboot.image.channel";

  /** On the index itself: which {@link StoreFormat} it is written in. */
  static final String STORE_FORMAT = "org.pairboot.store.format";

  private OciNames() {}
}
