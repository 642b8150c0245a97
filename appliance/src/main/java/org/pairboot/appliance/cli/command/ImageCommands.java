package org.pairboot.appliance.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.pairboot.appliance.cli.command.BaseCommand.DataCommand;
import org.pairboot.appliance.cli.view.ImageView;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.LeftOut;
import org.pairboot.artifacts.store.Retention.Pin;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.conf.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that list, show and remove image versions. */
final class ImageCommands {
  private ImageCommands() {}

  /** {@code pairboot images}. */
  @Command(
      name = "images",
      description = "Lists all image versions, newest first; at the end those that are unproven.")
  static final class ImagesCommand extends DataCommand {
    @Override
    public Integer call() throws Exception {
      Path dataDir = settings().dataDir();
      if (!ImageStore.isIn(dataDir)) {
        console().say("no images yet: there is no image store in " + dataDir);
        print(ImageView.list(List.of()));
        return ExitCode.DONE;
      }
      Snapshot snapshot = existingStore().snapshot();
      snapshot.problem().ifPresent(console()::say);
      if (snapshot.all().isEmpty() && snapshot.unproven().isEmpty()) {
        console().say("no images yet; add one with 'pairboot import'");
      }
      print(
          ImageView.list(
              Stream.concat(
                      snapshot.all().stream(),
                      snapshot.unproven().stream().map(LeftOut.Unproven::image))
                  .map(image -> new ImageView(image, snapshot))
                  .toList()));
      snapshot.unproven().forEach(unproven -> console().say("not served: " + unproven));
      snapshot.damaged().forEach(damaged -> console().say("not listed: " + damaged));
      return ExitCode.DONE;
    }
  }

  /** {@code pairboot show}. */
  @Command(
      name = "show",
      description = {
        "Shows an image version: its parts, where they are served, and whether they are a verified"
            + " pair.",
        ""
      })
  static final class ShowCommand extends DataCommand {
    @Parameters(
        paramLabel = "NAME[@VERSION]",
        description = "The image, with a version or a channel. Default: its newest version.")
    private String image;

    @Option(
        names = "--arch",
        paramLabel = "A",
        converter = ArchitectureConverter.class,
        description =
            "The architecture, if the version has several. Default: the one that was imported"
                + " first.")
    private Architecture architecture;

    @Override
    public Integer call() throws Exception {
      Snapshot snapshot = existingStore().snapshot();
      ImageSelector selector = ImageSelector.parse(image);
      print(new ImageView(found(snapshot, selector), snapshot));
      return ExitCode.DONE;
    }

    private ImageVersion found(Snapshot snapshot, ImageSelector selector) throws StoreException {
      List<LeftOut.Unproven> unproven = snapshot.unproven(selector);
      if (snapshot.find(selector).isEmpty() && !unproven.isEmpty() && architecture == null) {
        return unproven.getFirst().image();
      }
      return architecture == null
          ? snapshot.require(selector)
          : snapshot.require(selector, architecture);
    }
  }

  /** {@code pairboot remove}. */
  @Command(
      name = "remove",
      description = {
        "Removes one version of an image, for all architectures or for one. Running transfers of"
            + " its files still complete.",
        "",
        "A version stays that a channel points to, that the plans or the setting boot.image name,"
            + " or that is the last one of the default image.",
        ""
      })
  static final class RemoveCommand extends BaseCommand {
    @Parameters(paramLabel = "NAME@VERSION", description = "The version to remove.")
    private String image;

    @Option(
        names = "--arch",
        paramLabel = "A",
        converter = ArchitectureConverter.class,
        description = "Remove it for this architecture only.")
    private Architecture architecture;

    @Override
    public Integer call() throws Exception {
      ImageRef.parse(image);
      Settings settings = settings();
      List<Pin> pins = Retentions.pins(settings);
      ImageStore store = PairbootCommand.openExistingStore(settings);
      // Resolves a channel too, so that the message can say why its version stays.
      ImageRef ref = store.snapshot().resolve(ImageSelector.parse(image)).ref().orElseThrow();
      if (architecture == null) {
        store.remove(ref, pins);
      } else {
        store.remove(ref, architecture, pins);
      }
      console().say("removed " + ref + (architecture == null ? "" : " for " + architecture));
      return ExitCode.DONE;
    }
  }
}
