package org.pairboot.artifacts.store.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pairboot.artifacts.catalog.Architecture;

class DescriptorTest {
  private static final Descriptor BLOB = Descriptor.of(OciNames.MANIFEST_TYPE, new byte[0]);

  @ParameterizedTest
  @EnumSource
  void keepsThePlatformUnderItsOciName(Architecture architecture) throws Exception {
    Descriptor image =
        new Descriptor(
            BLOB.mediaType(),
            Optional.of(OciNames.ARTIFACT_TYPE),
            BLOB.digest(),
            BLOB.size(),
            Optional.of(architecture),
            Map.of("a", "b"));

    assertThat(Descriptor.parse(image.toJson())).isEqualTo(image);
  }

  @Test
  void ignoresAPlatformThatNobodyBootsFor() throws Exception {
    var json = BLOB.toJson();
    json.putObject("platform").put("architecture", "wasm").put("os", "wasip1");

    assertThat(Descriptor.parse(json)).isEqualTo(BLOB);
  }
}
