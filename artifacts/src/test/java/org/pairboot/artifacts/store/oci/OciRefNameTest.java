package org.pairboot.artifacts.store.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.store.image.ImageRef;

class OciRefNameTest {
  // The OCI image layout's grammar for org.opencontainers.image.ref.name, and a registry's for
  // tags.
  private static final String LAYOUT = "[A-Za-z0-9]+((--|[-._:@+])[A-Za-z0-9]+)*";
  private static final String TAG = "[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}";

  @Test
  void plainNamesStayReadable() {
    assertThat(OciRefName.of(ImageRef.parse("fcos-stable@44.20260707.3.1"), Set.of()))
        .isEqualTo("fcos-stable-44.20260707.3.1");
  }

  @Test
  void namesThatWouldCollideAreToldApart() {
    String first = OciRefName.of(ImageRef.parse("a@b-1"), Set.of());
    String second = OciRefName.of(ImageRef.parse("a-b@1"), Set.of(first));
    assertThat(first).isEqualTo("a-b-1");
    assertThat(second).startsWith("a-b-1-").isNotEqualTo(first);
    assertThat(OciRefName.of(ImageRef.parse("a@1+x"), Set.of()))
        .isNotEqualTo(OciRefName.of(ImageRef.parse("a@1~x"), Set.of()));
  }

  @Property(tries = 300)
  void everyNameIsLegal(@ForAll("refs") ImageRef ref) {
    assertThat(OciRefName.of(ref, Set.of())).matches(LAYOUT).matches(TAG);
  }

  @Provide
  Arbitrary<ImageRef> refs() {
    Arbitrary<String> names = rest("ab9._-", 63).map(rest -> "a" + rest);
    Arbitrary<String> versions = rest("aB9._+~-", 127).map(rest -> "1" + rest);
    return Combinators.combine(names, versions).as(ImageRef::new);
  }

  private static Arbitrary<String> rest(String characters, int length) {
    return Arbitraries.strings().withChars(characters.toCharArray()).ofMaxLength(length);
  }
}
