package org.pairboot.artifacts.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.artifacts.store.StoreInspection.kind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.disk.Disk;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.disk.StoreException.Kind;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.testing.Draw;
import org.pairboot.testing.Property;

/** Random histories of a store, compared with a map. */
class StoreModelTest {

  sealed interface Action {
    String ref();

    record Publish(String ref, Architecture architecture, String initramfs, String rootfs)
        implements Action {}

    record Remove(String ref) implements Action {}

    record RemoveArchitecture(String ref, Architecture architecture) implements Action {}

    record SetChannel(String ref, String channel) implements Action {}

    record UnsetChannel(String ref, String channel) implements Action {}
  }

  @Test
  void storeIsAMap() {
    Property.tries(40)
        .hold(draw -> {
          Path directory = Files.createTempDirectory("store-model");
          try {
            ImageStore writer = open(directory);
            ImageStore reader = open(directory);
            Model model = new Model();
            Map<String, String> channels = new HashMap<>();
            for (Action action : draw.list(0, 20, () -> action(draw))) {
              apply(action, writer, model, channels);
              model.requireSame(reader.refresh());
              model.requireSame(writer.refresh());
              assertThat(channels(reader.snapshot())).isEqualTo(channels);
            }
            model.requireSame(open(directory).snapshot());
            new StoreInspection(directory).requireClean();
          } finally {
            new StoreDirectory(directory, Disk.local(), Duration.ZERO, "test")
                .deleteTree(directory);
          }
        });
  }

  private static Action action(Draw draw) {
    String ref = draw.of("a", "b", "a-b") + "@" + draw.of("1", "b-1", "2~x");
    return switch (draw.random().nextInt(12)) {
      case 0, 1, 2, 3, 10 ->
          new Action.Publish(ref, architecture(draw), content(draw), content(draw));
      case 4, 5 -> new Action.Remove(ref);
      case 11 -> new Action.RemoveArchitecture(ref, architecture(draw));
      case 6, 7, 8 -> new Action.SetChannel(ref, channel(draw));
      default -> new Action.UnsetChannel(ref, channel(draw));
    };
  }

  private static Architecture architecture(Draw draw) {
    return draw.of(Architecture.X86_64, Architecture.AARCH64, Architecture.RISCV64);
  }

  private static String content(Draw draw) {
    return draw.of("x", "yy", "zzzz", "");
  }

  private static String channel(Draw draw) {
    return draw.of("1", "stable", "b-1");
  }

  private static void apply(
      Action action, ImageStore store, Model model, Map<String, String> channels)
      throws IOException {
    switch (action) {
      case Action.Publish(String ref, Architecture is, String initramfs, String rootfs) -> {
        String content = initramfs + "|" + rootfs;
        Optional<Architecture> architecture = Optional.of(is);
        if (channels.containsKey(ref)) {
          assertThatThrownBy(() -> Images.publish(store, ref, architecture, initramfs, rootfs))
              .satisfies(kind(Kind.NAME_TAKEN));
        } else if (model.of(ref).getOrDefault(is, content).equals(content)) {
          if (model.images.isEmpty()) {
            model.byDefault = ImageRef.parse(ref).name();
          }
          boolean isNew =
              model.images.computeIfAbsent(ref, _ -> new LinkedHashMap<>()).put(is, content)
                  == null;
          assertThat(Images.publish(store, ref, architecture, initramfs, rootfs).isNew())
              .isEqualTo(isNew);
        } else {
          assertThatThrownBy(() -> Images.publish(store, ref, architecture, initramfs, rootfs))
              .satisfies(kind(Kind.IMAGE_EXISTS));
        }
      }
      case Action.Remove(String ref) -> {
        if (channels.containsValue(ref) || model.isNeeded(ref)) {
          assertThatThrownBy(() -> store.remove(ImageRef.parse(ref)))
              .satisfies(kind(Kind.VERSION_IN_USE));
        } else if (model.images.remove(ref) != null) {
          store.remove(ImageRef.parse(ref));
        } else {
          assertThatThrownBy(() -> store.remove(ImageRef.parse(ref)))
              .satisfies(kind(Kind.NO_SUCH_IMAGE));
        }
      }
      case Action.RemoveArchitecture(String ref, Architecture is) -> {
        if (!model.of(ref).containsKey(is)) {
          assertThatThrownBy(() -> store.remove(ImageRef.parse(ref), is, List.of()))
              .satisfies(kind(Kind.NO_SUCH_IMAGE));
        } else if (channels.containsValue(ref)
            || (model.of(ref).size() == 1 && model.isNeeded(ref))) {
          assertThatThrownBy(() -> store.remove(ImageRef.parse(ref), is, List.of()))
              .satisfies(kind(Kind.VERSION_IN_USE));
        } else {
          store.remove(ImageRef.parse(ref), is, List.of());
          model.images.get(ref).remove(is);
          model.images.values().removeIf(Map::isEmpty);
        }
      }
      case Action.SetChannel(String ref, String name) -> {
        ChannelRef channel = channel(ref, name);
        String target = channels.getOrDefault(ref, ref);
        if (model.images.containsKey(channel.toString())) {
          assertThatThrownBy(() -> store.setChannel(channel, ImageSelector.parse(ref)))
              .satisfies(kind(Kind.NAME_TAKEN));
        } else if (model.images.containsKey(target)) {
          store.setChannel(channel, ImageSelector.parse(ref));
          channels.put(channel.toString(), target);
        } else {
          assertThatThrownBy(() -> store.setChannel(channel, ImageSelector.parse(ref)))
              .satisfies(kind(Kind.NO_SUCH_IMAGE));
        }
      }
      case Action.UnsetChannel(String ref, String name) -> {
        ChannelRef channel = channel(ref, name);
        if (channels.remove(channel.toString()) != null) {
          store.unsetChannel(channel);
        } else {
          assertThatThrownBy(() -> store.unsetChannel(channel))
              .satisfies(kind(Kind.NO_SUCH_CHANNEL));
        }
      }
    }
  }

  private static ChannelRef channel(String ref, String channel) {
    return new ChannelRef(ImageRef.parse(ref).name(), channel);
  }

  private static Map<String, String> channels(Snapshot snapshot) {
    Map<String, String> channels = new HashMap<>();
    for (String name : snapshot.images()) {
      snapshot
          .channels(name)
          .forEach((channel, version) -> channels.put(name + "@" + channel, version.toString()));
    }
    return channels;
  }

  /** For each version, its architectures in the order in which they came, and their contents. */
  private static final class Model {
    final Map<String, Map<Architecture, String>> images = new HashMap<>();

    /** The first image in an empty store, which the default is while nobody chooses another. */
    String byDefault = "";

    /** Whether machines would have nothing to boot without it, though there is something else. */
    boolean isNeeded(String ref) {
      return images.containsKey(ref)
          && images.size() > 1
          && ImageRef.parse(ref).name().equals(byDefault)
          && images.keySet().stream()
              .filter(other -> ImageRef.parse(other).name().equals(byDefault))
              .allMatch(ref::equals);
    }

    Map<Architecture, String> of(String ref) {
      return images.getOrDefault(ref, Map.of());
    }

    void requireSame(Snapshot snapshot) throws IOException {
      assertThat(snapshot.damaged()).isEmpty();
      Map<String, Map<Architecture, String>> contents = new HashMap<>();
      for (ImageVersion image : snapshot.all()) {
        contents
            .computeIfAbsent(image.ref().toString(), _ -> new HashMap<>())
            .put(image.architecture().orElseThrow(), content(image));
      }
      assertThat(contents).isEqualTo(images);
      for (String ref : images.keySet()) {
        assertThat(snapshot.find(ImageRef.parse(ref)).orElseThrow().architecture())
            .contains(of(ref).keySet().iterator().next());
      }
    }

    private static String content(ImageVersion image) throws IOException {
      return Images.read(image.initramfs().orElseThrow().content())
          + "|"
          + Images.read(image.rootfs().orElseThrow().content());
    }
  }

  private static ImageStore open(Path directory) throws IOException {
    return ImageStore.open(
        directory,
        ImageStore.Options.defaults(),
        new HookedDisk(HookedDisk.Hook.NONE),
        InstantSource.system());
  }
}
