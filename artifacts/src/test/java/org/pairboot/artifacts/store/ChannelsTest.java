package org.pairboot.artifacts.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.store.StoreInspection.kind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.disk.StoreException.Kind;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.InvalidNameException;
import org.pairboot.artifacts.store.index.StoreIndex;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.OciNames;

class ChannelsTest extends StoreTest {
  private static final ChannelRef STABLE = new ChannelRef("a", "stable");

  @BeforeEach
  void publishTwo() throws IOException {
    Images.publish(store, "a@1", "one", "shared");
    Images.publish(store, "a@2", "two", "shared");
  }

  @Test
  void showsAChannelToOthersAtOnceAndMovesItInOneStep() throws IOException {
    ImageStore reader = ImageStore.open(directory, ImageStore.Options.defaults());
    assertThat(set("1")).hasToString("a@1");
    assertThat(found(reader, "a@stable")).isEqualTo("a@1");
    assertThat(set("2")).hasToString("a@2");
    assertThat(found(reader, "a@stable")).isEqualTo("a@2");
    assertThat(reader.refresh().find("a", "stable").orElseThrow().ref()).hasToString("a@2");
    assertThat(reader.snapshot().channels("a")).isEqualTo(Map.of("stable", ref("a@2")));
    assertThat(reader.snapshot().channels(ref("a@2"))).containsExactly("stable");
    assertThat(reader.snapshot().channels(ref("a@1"))).isEmpty();
    assertThat(reader.snapshot().all()).hasSize(2);
    files.requireClean();

    store.unsetChannel(STABLE);
    assertThat(reader.refresh().find(ImageSelector.parse("a@stable"))).isEmpty();
    assertThat(reader.snapshot().all()).hasSize(2);
    files.requireClean();
  }

  @Test
  void takesAnotherChannelOrLatestAsTarget() throws IOException {
    set("1");
    ChannelRef testing = new ChannelRef("a", "testing");
    assertThat(store.setChannel(testing, ImageSelector.parse("a"))).hasToString("a@2");
    assertThat(store.setChannel(STABLE, ImageSelector.parse("a@testing"))).hasToString("a@2");
    store.setChannel(testing, ImageSelector.parse("a@1"));
    assertThat(found(store, "a@stable")).isEqualTo("a@2");
  }

  @Test
  void writesNothingWhenTheChannelStays() throws IOException {
    set("1");
    StoreIndex.Stamp before = StoreInspection.index(directory).stamp();
    assertThat(set("1")).hasToString("a@1");
    assertThat(StoreInspection.index(directory).stamp()).isEqualTo(before);
  }

  @Test
  void refusesAChannelWithTheNameOfAVersion() throws IOException {
    assertThatThrownBy(() -> store.setChannel(new ChannelRef("a", "2"), ImageSelector.parse("a@1")))
        .satisfies(kind(Kind.NAME_TAKEN))
        .hasMessage("a@2 is a version, so no channel can be named '2'; choose another name");
    set("1");
    assertThatThrownBy(() -> Images.publish(store, "a@stable", "three", "shared"))
        .satisfies(kind(Kind.NAME_TAKEN))
        .hasMessageContaining("remove the channel first");
    assertThatThrownBy(() -> new ChannelRef("a", "latest"))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("always means the newest version");
    assertThatThrownBy(() -> new ChannelRef("a", "../b")).isInstanceOf(InvalidNameException.class);
    files.requireClean();
  }

  @Test
  void namesUnknownVersionsAndChannels() throws IOException {
    assertThatThrownBy(() -> set("3")).satisfies(kind(Kind.NO_SUCH_IMAGE));
    assertThatThrownBy(() -> store.unsetChannel(STABLE))
        .satisfies(kind(Kind.NO_SUCH_CHANNEL))
        .hasMessageContaining("channel a@stable not found; the store has no channels");
    set("1");
    assertThatThrownBy(() -> store.unsetChannel(new ChannelRef("a", "stabel")))
        .hasMessageContaining("did you mean a@stable?");
    assertThatThrownBy(() -> store.require(ImageSelector.parse("a@stabel")))
        .hasMessageContaining("did you mean a@stable?");
  }

  @Test
  void keepsAVersionThatAChannelPointsTo() throws IOException {
    set("1");
    assertThatThrownBy(() -> store.remove(ref("a@1")))
        .satisfies(kind(Kind.VERSION_IN_USE))
        .hasMessageContaining("cannot remove a@1: channel stable points to it");
    set("2");
    store.remove(ref("a@1"));
    files.requireClean();
  }

  @Test
  void keepsAChannelThroughDamageAndRepair() throws IOException {
    set("1");
    ImageVersion before = store.snapshot().find(ref("a@1")).orElseThrow();
    Path manifest = files.blob(manifest("a-stable"));
    Files.delete(manifest);
    ImageStore other = ImageStore.open(directory, ImageStore.Options.defaults());
    assertThat(other.refresh().damaged()).hasSize(1);
    assertThat(other.snapshot().damaged(ImageSelector.parse("a@stable"))).isPresent();
    assertThatThrownBy(() -> other.require(ImageSelector.parse("a@stable")))
        .hasMessageContaining("import it again");

    assertThat(Images.publish(other, "a@1", "one", "shared").isNew()).isTrue();
    assertThat(found(other, "a@stable")).isEqualTo("a@1");
    assertThat(other.refresh().damaged()).isEmpty();
    assertThat(other.require(ImageSelector.parse("a@1")).parts()).hasSameSizeAs(before.parts());
    files.requireClean();
  }

  @Test
  void givesAChannelARefNameForOtherTools() throws IOException {
    set("1");
    assertThat(manifest("a-stable")).isEqualTo(manifest("a-1"));
  }

  @Test
  void readsAnIndexWithAnInvalidChannel() throws IOException {
    set("1");
    for (String nonsense : new String[] {"latest", "2", "../..", "", "x".repeat(500)}) {
      String index =
          Files.readString(files.index())
              .replaceAll(
                  "\"org.pairboot.image.channel\":\"[^\"]*\"",
                  "\"org.pairboot.image.channel\":\"" + nonsense + "\"");
      Files.writeString(files.index(), index);
      Snapshot snapshot = ImageStore.open(directory, ImageStore.Options.defaults()).snapshot();
      assertThat(snapshot.all()).hasSize(2);
      assertThat(snapshot.channels("a")).isEmpty();
      assertThat(found(store, "a@2")).isEqualTo("a@2");
      assertThat(found(store, "a")).isEqualTo("a@2");
    }
  }

  private Sha256 manifest(String refName) throws IOException {
    return StoreInspection.index(directory).readDocument().descriptors().stream()
        .filter(d -> d.annotation(OciNames.REF_NAME).orElse("").equals(refName))
        .map(Descriptor::digest)
        .findFirst()
        .orElseThrow();
  }

  private ImageRef set(String version) throws IOException {
    return store.setChannel(STABLE, new ImageSelector("a", Optional.of(version)));
  }

  private static String found(ImageStore store, String selector) throws IOException {
    return store.require(ImageSelector.parse(selector)).ref().toString();
  }

  private static ImageRef ref(String text) {
    return ImageRef.parse(text);
  }
}
