package org.pairboot.artifacts.store.oci;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.ImageRef;

/**
 * Media types, annotation keys and reference names: those of the OCI image specification, and our
 * own.
 */
public final class OciNames {
  public static final String LAYOUT_VERSION = "1.0.0";
  public static final String INDEX_TYPE = "application/vnd.oci.image.index.v1+json";
  public static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

  public static final String ARTIFACT_TYPE = "application/vnd.pairboot.image.v1";
  public static final String CONFIG_TYPE = "application/vnd.pairboot.image.config.v1+json";

  public static final String REF_NAME = "org.opencontainers.image.ref.name";
  public static final String CREATED = "org.opencontainers.image.created";
  static final String VERSION = "org.opencontainers.image.version";
  static final String SOURCE = "org.opencontainers.image.source";
  static final String TITLE = "org.opencontainers.image.title";
  public static final String IMAGE_NAME = "org.pairboot.image.name";
  public static final String IMAGE_VERSION = "org.pairboot.image.version";
  public static final String CHANNEL = "org.pairboot.image.channel";

  /** The architectures of a version in the order in which this store got them. */
  public static final String ARCHITECTURES = "org.pairboot.image.architectures";

  /** On the index itself: which {@link StoreFormat} it is written in. */
  static final String STORE_FORMAT = "org.pairboot.store.format";

  private static final int MAX_REF_NAME = 128;
  private static final int DIGITS = 8;

  private OciNames() {}

  /**
   * A legal {@link #REF_NAME} for {@code ref} that is not among {@code taken}: the name under which
   * other tools find the image version, as in {@code skopeo inspect oci:DIR:NAME-VERSION}.
   *
   * <p>It has to satisfy the OCI layout's grammar (single separators between letters and digits) as
   * well as a registry's for tags (at most 128 characters, no {@code +}), so characters that do not
   * fit are replaced, and a few digits of a digest keep the name unique.
   */
  public static String refName(ImageRef ref, Set<String> taken) {
    String plain = ref.name() + "-" + ref.version();
    String legal = plain.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("([._-])[._-]+", "$1");
    legal = withoutTrailingSeparators(legal);
    if (legal.equals(plain) && legal.length() <= MAX_REF_NAME && !taken.contains(legal)) {
      return legal;
    }
    String digits =
        Sha256.of(StandardCharsets.UTF_8.encode(ref.toString())).hex().substring(0, DIGITS);
    int room = MAX_REF_NAME - DIGITS - 1;
    String cut = legal.length() > room ? legal.substring(0, room) : legal;
    return withoutTrailingSeparators(cut) + "-" + digits;
  }

  private static String withoutTrailingSeparators(String text) {
    return text.replaceAll("[._-]+$", "");
  }
}
