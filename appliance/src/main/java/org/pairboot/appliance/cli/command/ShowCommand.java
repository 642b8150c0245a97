package org.pairboot.appliance.cli.command;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.view.ImageJson;
import org.pairboot.appliance.cli.view.TextTable;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.text.Sizes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code pairboot show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows an image version: its parts, where they are served, and its pair.")
final class ShowCommand implements Callable<Integer> {
  @ParentCommand private PairbootCommand pairboot;

  @Parameters(
      paramLabel = "NAME[@VERSION]",
      description = "The image; its newest version unless a version or a channel is named.")
  private String image;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws Exception {
    Console console = pairboot.console();
    ImageStore store = pairboot.openExistingStore();
    ImageVersion found = store.require(ImageSelector.parse(image));
    ImageJson shown = ImageJson.of(found, store.snapshot());
    if (json.isGiven()) {
      console.printJson(shown.withLiveDigest(found));
    } else {
      print(found, shown, console);
    }
    return ExitCode.DONE;
  }

  private static void print(ImageVersion image, ImageJson shown, Console console) {
    console.print(image.ref().toString());
    console.print("  architecture      " + image.architecture().orElse("unknown"));
    console.print("  published         " + image.published());
    if (!shown.channels().isEmpty()) {
      console.print("  channels          " + String.join(" ", shown.channels()));
    }
    console.print(
        "  pair              "
            + ImageJson.verification(image)
            + ImageJson.reason(image).map(reason -> ": " + reason).orElse(""));
    console.print("  rootfs over HTTP  " + (image.fetchesRootfs() ? "yes" : "no, appended only"));
    if (!image.kernelArguments().isEmpty()) {
      console.print("  kernel arguments  " + image.kernelArguments());
    }
    image.notes().forEach(note -> console.print("  note              " + note));
    console.print("");
    TextTable table = new TextTable(List.of("SERVED AS", "SIZE", "SHA256"));
    for (ImageJson.PartJson part : shown.parts()) {
      String sha256 = Objects.requireNonNullElse(part.sha256(), "with --json, which reads it");
      table.add(part.path(), Sizes.text(part.size()), sha256);
    }
    table.print(console);
  }
}
