package org.pairboot.artifacts.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.store.StoreInspection.kind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.PruneResult.Kept;
import org.pairboot.artifacts.store.PruneResult.Reason;
import org.pairboot.artifacts.store.Retention.Pin;
import org.pairboot.artifacts.store.disk.StoreException.Kind;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.DefaultImage;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.testing.Property;

class DefaultImageTest {
  private static final String INSTALLS = "coreos.inst.install_dev=/dev/sda";

  @TempDir private Path directory;

  private ImageStore store;

  @BeforeEach
  void open() throws IOException {
    store = ImageStore.open(directory.resolve("store"), ImageStore.Options.defaults());
  }

  @Test
  void theFirstImportSetsItAndLaterOnesKeepIt() throws IOException {
    publish("fcos@1");
    publish("debian@12");
    assertThat(byDefault()).containsExactly("fcos@1");

    publish("fcos@2");
    assertThat(byDefault()).containsExactly("fcos@2");
    assertThat(reopened().snapshot().defaultImage())
        .contains(new DefaultImage(ImageSelector.parse("fcos"), false, false));
  }

  @Test
  void anInstallerNeverBecomesItByAnImport() throws IOException {
    publish("rhel@9", INSTALLS);
    assertThat(store.snapshot().defaultImage()).isEmpty();
    publish("fcos@1");
    assertThat(store.snapshot().defaultImage()).isEmpty();

    choose("fcos", false);
    publish("fcos@2", INSTALLS);
    assertThat(byDefault()).containsExactly("fcos@1");
    publish("fcos@3");
    assertThat(byDefault()).containsExactly("fcos@3");

    choose("fcos", true);
    publish("fcos@4", INSTALLS);
    assertThat(byDefault()).containsExactly("fcos@4");
  }

  @Test
  void aChannelThatIsMovedToAnInstallerBootsNothingByDefault() throws IOException {
    publish("fcos@1");
    publish("fcos@2", INSTALLS);
    ChannelRef stable = new ChannelRef("fcos", "stable");
    store.setChannel(stable, ImageSelector.parse("fcos@1"));
    choose("fcos@stable", false);
    assertThat(byDefault()).containsExactly("fcos@1");

    store.setChannel(stable, ImageSelector.parse("fcos@2"));
    assertThat(byDefault()).isEmpty();
  }

  @Test
  void noOrderOfImportsMakesAnInstallerTheDefault() throws IOException {
    Property.tries(30)
        .hold(draw -> {
          Path place = Files.createTempDirectory(directory, "store");
          ImageStore fresh = ImageStore.open(place, ImageStore.Options.defaults());
          List<String> left = new ArrayList<>(List.of("a@1", "a@2", "a@3", "b@1", "b@2"));
          while (!left.isEmpty() && draw.between(0, 8) > 0) {
            String ref = left.remove(draw.between(0, left.size() - 1));
            publish(
                fresh,
                ref,
                draw.of(Architecture.X86_64, Architecture.AARCH64),
                draw.bool() ? INSTALLS : "quiet");
            assertThat(fresh.snapshot().defaultVersions())
                .noneMatch(image -> image.installer().isPresent());
          }
        });
  }

  @Test
  void whatMachinesBootCannotBeRemoved() throws IOException {
    publish("fcos@1");
    publish("debian@12");
    publish("debian@13");
    List<Pin> pins = List.of(new Pin(ImageSelector.parse("debian@12"), "the profile lab"));

    assertRefused("fcos@1", pins, "the default image is fcos; choose another with 'pairboot");
    assertRefused("debian@12", pins, "the profile lab boots it; change that first");
    store.remove(ImageRef.parse("debian@13"), pins);
    choose("debian", false);
    store.remove(ImageRef.parse("fcos@1"), pins);
    assertThat(store.snapshot().images()).containsExactly("debian");
  }

  @Test
  void aNameKeepsOneVersionForEachArchitectureThatMachinesBoot() throws IOException {
    publish(store, "fcos@1", Architecture.AARCH64, "quiet");
    publish(store, "fcos@2", Architecture.X86_64, "quiet");
    publish(store, "fcos@3", Architecture.X86_64, "quiet");
    choose("fcos", false);

    assertRefused("fcos@1", List.of(), "machines that no plan names boot it");
    store.remove(ImageRef.parse("fcos@3"));
    assertThat(byDefault()).containsExactlyInAnyOrder("fcos@1", "fcos@2");
    assertRefused("fcos@2", List.of(), "machines that no plan names boot it");
  }

  @Test
  void theLastImageOfAllCanBeRemovedUnlessSomebodyChoseIt() throws IOException {
    publish("fcos@1");
    store.remove(ImageRef.parse("fcos@1"));
    publish("debian@12");
    assertThat(byDefault()).containsExactly("debian@12");

    choose("debian", false);
    assertRefused("debian@12", List.of(), "the default image is debian");
    store.setDefault(Optional.empty());
    store.remove(ImageRef.parse("debian@12"));
    assertThat(store.snapshot().all()).isEmpty();
  }

  @Test
  void pruningKeepsIt() throws IOException {
    publish("fcos@1");
    publish("fcos@2", INSTALLS);
    PruneResult pruned =
        store.prune(new Retention(OptionalInt.of(1), Map.of(), List.of()), name -> true);
    assertThat(pruned.kept()).containsExactly(new Kept(ImageRef.parse("fcos@1"), Reason.PINNED));
  }

  private void assertRefused(String ref, List<Pin> pins, String why) {
    assertThatThrownBy(() -> store.remove(ImageRef.parse(ref), pins))
        .satisfies(kind(Kind.VERSION_IN_USE))
        .hasMessageStartingWith("cannot remove " + ref + ": ")
        .hasMessageContaining(why);
  }

  private void choose(String image, boolean mayInstall) throws IOException {
    store.setDefault(Optional.of(new DefaultImage(ImageSelector.parse(image), true, mayInstall)));
  }

  private Stream<String> byDefault() {
    return store.snapshot().defaultVersions().stream().map(image -> image.ref().toString());
  }

  private ImageStore reopened() throws IOException {
    return ImageStore.open(store.directory(), ImageStore.Options.defaults());
  }

  private void publish(String ref) throws IOException {
    publish(ref, "quiet");
  }

  private void publish(String ref, String arguments) throws IOException {
    publish(store, ref, Architecture.X86_64, arguments);
  }

  private static void publish(
      ImageStore store, String ref, Architecture architecture, String arguments)
      throws IOException {
    Images.publish(store, Images.draft(ref, Optional.of(architecture), arguments), ref, "root");
  }
}
