package org.pairboot.artifacts.store.oci;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.ImageRef;

/**
 * The name under which other tools find an image version, as in {@code skopeo inspect
 * oci:DIR:NAME-VERSION}. It has to satisfy the OCI layout's grammar (single separators between
 * letters and digits) as well as a registry's for tags (at most 128 characters, no {@code +}), so
 * characters that do not fit are replaced, and a few digits of a digest keep the name unique.
 */
public final class OciRefName {
  private static final int MAX_LENGTH = 128;
  private static final int DIGITS = 8;

  private OciRefName() {}

  /** A legal name for {@code ref} that is not among {@code taken}. */
  public static String of(ImageRef ref, Set<String> taken) {
    String plain = ref.name() + "-" + ref.version();
    String legal = plain.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("([._-])[._-]+", "$1");
    legal = withoutTrailingSeparators(legal);
    if (legal.equals(plain) && legal.length() <= MAX_LENGTH && !taken.contains(legal)) {
      return legal;
    }
    String digits =
        Sha256.of(StandardCharsets.UTF_8.encode(ref.toString())).hex().substring(0, DIGITS);
    int room = MAX_LENGTH - DIGITS - 1;
    String cut = legal.length() > room ? legal.substring(0, room) : legal;
    return withoutTrailingSeparators(cut) + "-" + digits;
  }

  private static String withoutTrailingSeparators(String text) {
    return text.replaceAll("[._-]+$", "");
  }
}
