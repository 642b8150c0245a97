package org.pairboot.appliance.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.pairboot.appliance.cli.command.ExitCode.UsageException;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.console.Console.ProgressDisplay;
import org.pairboot.appliance.cli.console.InterruptNotice;
import org.pairboot.appliance.cli.view.ImageView;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.layout.LayoutImporter;
import org.pairboot.artifacts.imports.layout.LayoutRequest;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ImageStore.PublishResult;
import org.pairboot.artifacts.store.Retention;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.store.layout.ImageLayout;
import org.pairboot.artifacts.text.PrintableText;
import org.pairboot.conf.Settings;

/** {@code pairboot import FILE.tar}: images from another store, or from an archive of one. */
final class LayoutImport {
  private static final int MAX_LEFT_OUT = 10;
  private static final int MAX_SHOWN = 100;

  private final Console console;
  private final boolean json;

  LayoutImport(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Whether {@code name} is a file's where no option says what to import, and not an image's. */
  static boolean isPath(String name) {
    return name.contains("/") || name.endsWith(".tar") || Files.exists(Path.of(name));
  }

  /**
   * Reads the layout that {@code name} is the path of.
   *
   * @throws UsageException if something else is there
   */
  static ImageLayout layout(String name) throws UsageException, IOException {
    if (name.contains("://")) {
      throw new UsageException(
          name + " is not on this machine; fetch the archive first, and name the file");
    }
    Path path = Path.of(name);
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (!Files.isReadable(path) || ImageLayout.isOne(path)) {
      return ImageLayout.read(path);
    }
    throw new UsageException(
        Files.isDirectory(path)
            ? path
                + " is a directory without the files oci-layout and index.json, so no store to copy"
                + " images from; the directory of a live system is imported by --iso, with a NAME"
            : path
                + " is not a tar archive of an image store (one that is compressed must be unpacked"
                + " first); for anything else, give a NAME and say with --kernel, --iso and so on"
                + " what the file is");
  }

  /** Imports, and says for each image what happened to it. */
  void run(
      ImageStore store,
      LayoutRequest request,
      BootPlans plans,
      Retention retention,
      Settings settings)
      throws ImportException, IOException {
    ImportReport report = new ImportReport(console, store);
    leftOut(request.layout()).forEach(console::say);
    List<PublishResult> published = new ArrayList<>();
    try (LayoutImporter importer = new LayoutImporter(store, request)) {
      try (InterruptNotice _ =
              InterruptNotice.during(console, store.directory().resolve("downloads"));
          ProgressDisplay progress = new ProgressDisplay(console)) {
        importer.prepare(progress);
      }
      importer.publish(result -> {
        published.add(result);
        if (!json) {
          console.print(result.image().ref().toString());
        }
        report.published(result);
      });
      Map<ChannelRef, ImageVersion> channels = channels(importer, published);
      if (json) {
        console.printJson(Json.of(published, channels, store.snapshot()));
      }
      channels.forEach((channel, image) -> say(channel, image, store.snapshot()));
    } catch (IOException e) {
      report.failed(e, settings);
      throw e;
    }
    report.defaultImage(plans);
    Set<String> names = new LinkedHashSet<>();
    published.forEach(result -> names.add(result.image().ref().name()));
    report.prune(retention, names);
  }

  private static List<String> leftOut(ImageLayout layout) {
    List<String> lines = new ArrayList<>();
    for (IndexEntry entry : layout.list()) {
      if (entry instanceof IndexEntry.Foreign) {
        lines.add(
            "note: left out %s, which is not an image of Pairboot (%s)"
                .formatted(
                    PrintableText.of(entry.tag().orElse(entry.digest().toString()), MAX_SHOWN),
                    PrintableText.of(entry.type(), MAX_SHOWN)));
      }
    }
    if (lines.size() > MAX_LEFT_OUT) {
      int more = lines.size() - MAX_LEFT_OUT;
      lines.subList(MAX_LEFT_OUT, lines.size()).clear();
      lines.add("note: left out " + more + " more, which are not images of Pairboot");
    }
    return lines;
  }

  private static Map<ChannelRef, ImageVersion> channels(
      LayoutImporter importer, List<PublishResult> published) {
    Map<ChannelRef, ImageVersion> channels =
        new TreeMap<>(Comparator.comparing(ChannelRef::toString));
    for (PublishResult result : published) {
      importer.channelsOf(result.image()).forEach(channel -> channels.put(channel, result.image()));
    }
    return channels;
  }

  /** Machines here follow the channels of this store, so only its admin moves these. */
  private void say(ChannelRef channel, ImageVersion image, Snapshot snapshot) {
    if (!snapshot.channels(image.ref()).contains(channel.channel())) {
      console.say(
          "note: there, the channel %s points to %s; to have that here: pairboot channel set %s %s %s"
              .formatted(
                  channel, image.ref(), channel.image(), channel.channel(), image.ref().version()));
    }
  }

  /**
   * The result as JSON.
   *
   * @param images as {@code pairboot show} has them
   * @param channels those of the layout, and the version that each points to there
   */
  private record Json(List<Object> images, Map<String, String> channels) {
    static Json of(
        List<PublishResult> published, Map<ChannelRef, ImageVersion> channels, Snapshot snapshot) {
      Map<String, String> versions = new TreeMap<>();
      channels.forEach(
          (channel, image) -> versions.put(channel.toString(), image.ref().toString()));
      return new Json(
          published.stream()
              .<Object>map(result -> new ImageView(result.image(), snapshot).summary())
              .toList(),
          versions);
    }
  }
}
