package org.pairboot.appliance.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.view.ImageJson;
import org.pairboot.appliance.cli.view.TextTable;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.Part;
import org.pairboot.artifacts.text.Sizes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code pairboot images}. */
@Command(
    name = "images",
    mixinStandardHelpOptions = true,
    description = "Lists all image versions, the newest first.")
final class ImagesCommand implements Callable<Integer> {
  @ParentCommand private PairbootCommand pairboot;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws Exception {
    Console console = pairboot.console();
    Path dataDir = pairboot.settings().dataDir();
    if (!ImageStore.isIn(dataDir)) {
      console.say("no images yet: there is no image store in " + dataDir);
      if (json.isGiven()) {
        console.printJson(List.of());
      }
      return ExitCode.DONE;
    }
    Snapshot snapshot = pairboot.openExistingStore().snapshot();
    if (json.isGiven()) {
      console.printJson(
          snapshot.all().stream().map(image -> ImageJson.of(image, snapshot)).toList());
    } else if (snapshot.all().isEmpty()) {
      console.say("no images yet; add one with 'pairboot import'");
    } else {
      table(snapshot).print(console);
    }
    snapshot.damaged().forEach(damaged -> console.say("left out: " + damaged));
    return ExitCode.DONE;
  }

  private static TextTable table(Snapshot snapshot) {
    TextTable table =
        new TextTable(List.of("NAME", "VERSION", "ARCH", "SIZE", "PAIR", "PUBLISHED", "CHANNELS"));
    for (ImageVersion image : snapshot.all()) {
      table.add(
          image.ref().name(),
          image.ref().version(),
          image.architecture().orElse("-"),
          Sizes.text(image.parts().stream().mapToLong(Part::length).sum()),
          ImageJson.verification(image) + (image.fat().isPresent() ? ", fat form kept" : ""),
          image.published().toString(),
          String.join(" ", snapshot.channels(image.ref())));
    }
    return table;
  }
}
