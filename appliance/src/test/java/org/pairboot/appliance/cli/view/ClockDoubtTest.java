package org.pairboot.appliance.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.image.PartName;

class ClockDoubtTest {
  private static final String NOW = "2026-12-01T06:00:00.123Z";

  @Test
  void doubtsAVersionFromTheFuture() {
    ImageVersion image = image("fcos@44.20400105.3.0", NOW);
    assertThat(ClockDoubt.of(image, List.of(image)))
        .containsExactly(
            "fcos@44.20400105.3.0 is from 2040-01-05 by its version, but this machine's clock says"
                + " 2026-12-01T06:00:00Z; is that right?");
  }

  @Test
  void doubtsAClockThatIsBehindAnEarlierImport() {
    ImageVersion image = image("fcos@2", NOW);
    ImageVersion ahead = image("fcos@1", "2040-02-03T04:05:06Z");
    assertThat(ClockDoubt.of(image, List.of(ahead, image)))
        .containsExactly(
            "fcos@1 was published at 2040-02-03T04:05:06Z, but this machine's clock says"
                + " 2026-12-01T06:00:00Z: it is wrong, or was at that time; the newer version is"
                + " still fcos@2");
  }

  @Test
  void believesOtherVersionsAndOtherTimeZones() {
    for (String version : List.of("44.20261202.3.0", "20261301", "120400105", "1", "204001051")) {
      ImageVersion image = image("fcos@" + version, NOW);
      ImageVersion other = image("fcos@0", "2026-12-02T06:00:00Z");
      assertThat(ClockDoubt.of(image, List.of(image, other))).isEmpty();
    }
  }

  private static ImageVersion image(String ref, String published) {
    return new ImageVersion(
        ImageRef.parse(ref),
        Optional.of(Instant.parse(published)),
        Optional.empty(),
        Optional.empty(),
        List.of(new Part(PartName.KERNEL, BytesContent.of("kernel"))),
        "",
        new Verification.Unverifiable("a test"),
        false,
        List.of(),
        Optional.empty());
  }
}
