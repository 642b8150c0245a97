package org.pairboot.appliance.boot.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.appliance.boot.name.ImageNames.Asked;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.testing.Draw;
import org.pairboot.testing.Property;

class ImageNamesTest {

  @Test
  void whatIsWrittenCanBeRead() {
    Property.tries(300)
        .hold(draw -> {
          Optional<Architecture> architecture = architecture(draw);
          ImageVersion image = image(name(draw), name(draw), architecture);
          String file = draw.of("", "x86_64/", "arch/arm64/", "i686/x/") + name(draw);
          String path = ImageNames.path(image, file);

          assertThat(ImageNames.parse(path)).contains(asked(image, architecture, file));
          assertThat(path).startsWith(ImageNames.directory(image) + "/");
          assertThat(ImageNames.parse(ImageNames.shortPath(image, file)))
              .contains(asked(image, Optional.empty(), file));
          architecture.ifPresent(known ->
              assertThat(ImageNames.parse(path).stream().findFirst())
                  .contains(asked(image, Optional.of(known), file)));
        });
  }

  @Test
  void takesTheWordThatALoaderHasForAnArchitecture() {
    assertThat(ImageNames.parse("images/demo/stable/arm64/kernel"))
        .containsExactly(
            new Asked("demo", "stable", Optional.of(Architecture.AARCH64), "kernel"),
            new Asked("demo", "stable", Optional.empty(), "arm64/kernel"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "images", "images/demo", "images/demo/1", "image/demo/1/kernel"})
  void isNotTheNameOfAFile(String name) {
    assertThat(ImageNames.parse(name)).isEmpty();
  }

  private static Asked asked(ImageVersion image, Optional<Architecture> architecture, String file) {
    return new Asked(image.ref().name(), image.ref().version(), architecture, file);
  }

  private static Optional<Architecture> architecture(Draw draw) {
    return draw.random().nextInt(4) == 0
        ? Optional.empty()
        : Optional.of(draw.of(Architecture.values()));
  }

  private static String name(Draw draw) {
    return draw.of("a", "demo", "44.2026", "x86_64", "kernel", "arm64", "0");
  }

  private static ImageVersion image(
      String name, String version, Optional<Architecture> architecture) {
    return new ImageVersion(
        new ImageRef(name, version),
        Optional.of(Instant.EPOCH),
        architecture,
        Optional.empty(),
        List.of(new Part(PartName.KERNEL, BytesContent.of("kernel"))),
        "",
        new Verification.Unverifiable("a test"),
        false,
        List.of(),
        Optional.empty());
  }
}
