package org.pairboot.artifacts.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.store.StoreInspection.kind;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.disk.Disk;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.OciNames;
import org.pairboot.testing.Draw;
import org.pairboot.testing.Property;

/** What a store knows for itself, and what it must not write into the documents that it shares. */
class LocalStateTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  @TempDir Path temp;
  private Path directory;
  private Path state;

  @BeforeEach
  void publish() throws IOException {
    directory = temp.resolve("store");
    state = directory.resolve(".pairboot/state.json");
    Images.publish(open(directory, NOW), "a@1", "one", "two");
  }

  @Test
  void latestGoesByTheOrderOfPublicationAndNotByAClockThatWasSetBack() throws IOException {
    ImageStore past = open(directory, NOW.minus(Duration.ofDays(9000)));
    Images.publish(past, "a@2", "one", "three");

    ImageVersion latest = past.snapshot().latest("a").orElseThrow();
    assertThat(latest.ref()).isEqualTo(ImageRef.parse("a@2"));
    assertThat(latest.published()).contains(NOW.minus(Duration.ofDays(9000)));
  }

  @Test
  void theSameFilesHaveTheSameManifestInEveryStore() throws IOException {
    Property.tries(20)
        .hold(draw -> {
          List<String[]> images = new ArrayList<>();
          for (String ref : List.of("a@1", "a@2", "b@1")) {
            images.add(new String[] {ref, "x86_64", draw.of("x", "y")});
            if (draw.bool()) {
              images.add(new String[] {ref, "aarch64", draw.of("x", "y")});
            }
          }
          Map<String, String> first = digests(images, draw);
          Collections.shuffle(images, draw.random());
          assertThat(digests(images, draw)).isEqualTo(first);
        });
  }

  private static Map<String, String> digests(List<String[]> images, Draw draw) throws IOException {
    Path directory = Files.createTempDirectory("store");
    try {
      for (String[] image : images) {
        ImageStore store = open(directory, NOW.plusMillis(draw.between(0L, 1L << 40)));
        Images.publish(store, image[0], Architecture.parse(image[1]), image[2], "rootfs");
      }
      Map<String, String> digests = new TreeMap<>();
      for (Descriptor entry : StoreInspection.index(directory).readDocument().descriptors()) {
        digests.put(entry.annotation(OciNames.REF_NAME).orElseThrow(), entry.digest().toString());
      }
      return digests;
    } finally {
      new StoreDirectory(directory, Disk.local(), Duration.ZERO, "test").deleteTree(directory);
    }
  }

  @Test
  void aManifestSaysWhichVersionItIs() throws IOException {
    Descriptor entry = StoreInspection.index(directory).readDocument().descriptors().getFirst();
    assertThat(Files.readString(new StoreInspection(directory).blob(entry.digest())))
        .contains(
            "\"org.opencontainers.image.title\":\"a\"",
            "\"org.opencontainers.image.version\":\"1\"",
            "\"org.pairboot.image.name\":\"a\"")
        .doesNotContain("2026", "image.source");
  }

  @Test
  void provesNothingWithAStateThatIsNoState() throws IOException {
    for (String garbage :
        List.of(
            "", "oops", "[]", "{}", "{\"format\":1}", "{\"format\":1,\"manifests\":{\"x\":1}}")) {
      Files.writeString(state, garbage);
      Snapshot snapshot = open(directory, NOW).snapshot();

      assertThat(snapshot.all()).isEmpty();
      assertThat(snapshot.unproven()).hasSize(1);
      assertThat(snapshot.problem())
          .get()
          .asString()
          .startsWith(state.toString())
          .endsWith(
              ", so no image counts as proven; restore the file from a backup, or prove the images"
                  + " with 'pairboot verify'");
    }
  }

  @Test
  void keepsADamagedStateBesideTheNewOne() throws IOException {
    Files.writeString(state, "oops");
    ImageStore store = open(directory, NOW);
    Images.publish(store, "b@1", "one", "two");

    assertThat(state.resolveSibling("state.json.damaged")).hasContent("oops");
    assertThat(store.snapshot().problem()).isEmpty();
    assertThat(store.snapshot().images()).containsExactly("b");
  }

  @Test
  void leavesTheStateOfALaterReleaseAsItIs() throws IOException {
    String later = Files.readString(state).replace("\"format\":1", "\"format\":2");
    Files.writeString(state, later);
    ImageStore store = open(directory, NOW);

    assertThat(store.snapshot().all()).isEmpty();
    assertThat(store.snapshot().problem())
        .get()
        .asString()
        .contains(
            "was written by a newer release of Pairboot (format 2; this release knows up to 1");
    assertThatThrownBy(() -> Images.publish(store, "b@1", "one", "two"))
        .satisfies(kind(StoreException.Kind.NEWER_STORE));
    assertThat(state).hasContent(later);
  }

  @Test
  void readsWhateverTheFileContains() throws IOException {
    byte[] good = Files.readAllBytes(state);
    Property.tries(200)
        .hold(draw -> {
          byte[] bytes = good.clone();
          for (int i = draw.between(1, 5); i > 0; i--) {
            bytes[draw.between(0, bytes.length - 1)] = (byte) "09\"},x".charAt(draw.between(0, 5));
          }
          Files.write(state, bytes);
          Snapshot snapshot = open(directory, NOW).snapshot();
          assertThat(snapshot.all().size() + snapshot.unproven().size()).isEqualTo(1);
        });
  }

  @Test
  void forgetsWhatTheIndexNoLongerLists() throws IOException {
    ImageStore store = open(directory, NOW);
    Images.publish(store, "a@2", "one", "three");
    String before = Files.readString(state, StandardCharsets.UTF_8);
    assertThat(before.split("sha256:", -1)).hasSize(3);

    store.remove(ImageRef.parse("a@1"));
    Images.publish(store, "a@3", "one", "four");
    assertThat(Files.readString(state).split("sha256:", -1)).hasSize(3);
  }

  @Test
  void anotherProcessSeesAProofAtOnce() throws IOException {
    ImageStore reader = open(directory, NOW);
    ImageVersion image = reader.snapshot().find(ImageRef.parse("a@1")).orElseThrow();
    open(directory, NOW)
        .record(Map.of(image, new ImageVersion.Verification.Unproven(Optional.of("it is bad"))));

    assertThat(reader.refresh().all()).isEmpty();
    assertThat(reader.snapshot().unproven())
        .extracting(LeftOut.Unproven::why)
        .containsExactly("it is bad");
  }

  private static ImageStore open(Path directory, Instant now) throws IOException {
    return ImageStore.open(
        directory,
        ImageStore.Options.defaults(),
        new HookedDisk(HookedDisk.Hook.NONE),
        InstantSource.fixed(now));
  }
}
