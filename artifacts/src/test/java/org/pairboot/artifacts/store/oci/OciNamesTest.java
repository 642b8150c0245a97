package org.pairboot.artifacts.store.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.testing.Property;

class OciNamesTest {
  // The OCI image layout's grammar for org.opencontainers.image.ref.name, and a registry's for
  // tags.
  private static final String LAYOUT = "[A-Za-z0-9]+((--|[-._:@+])[A-Za-z0-9]+)*";
  private static final String TAG = "[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}";

  @Test
  void keepsPlainNamesReadable() {
    assertThat(OciNames.refName(ImageRef.parse("fcos-stable@44.20260707.3.1"), Set.of()))
        .isEqualTo("fcos-stable-44.20260707.3.1");
  }

  @Test
  void distinguishesNamesThatWouldCollide() {
    String first = OciNames.refName(ImageRef.parse("a@b-1"), Set.of());
    String second = OciNames.refName(ImageRef.parse("a-b@1"), Set.of(first));
    assertThat(first).isEqualTo("a-b-1");
    assertThat(second).startsWith("a-b-1-").isNotEqualTo(first);
    assertThat(OciNames.refName(ImageRef.parse("a@1+x"), Set.of()))
        .isNotEqualTo(OciNames.refName(ImageRef.parse("a@1~x"), Set.of()));
  }

  @Test
  void everyNameIsLegal() {
    Property.tries(300)
        .hold(draw -> {
          String name = "a" + draw.text("ab9._-", 0, 63);
          String version = "1" + draw.text("aB9._+~-", 0, 127);
          ImageRef ref = new ImageRef(name, version);
          assertThat(OciNames.refName(ref, Set.of())).matches(LAYOUT).matches(TAG);
        });
  }
}
