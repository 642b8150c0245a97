package org.pairboot.appliance.cli.command;

import java.util.concurrent.Callable;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code pairboot remove}. */
@Command(
    name = "remove",
    mixinStandardHelpOptions = true,
    description =
        "Removes one version of an image. Transfers of it that are under way still end well.")
final class RemoveCommand implements Callable<Integer> {
  @ParentCommand private PairbootCommand pairboot;

  @Parameters(paramLabel = "NAME@VERSION", description = "The version to remove.")
  private String image;

  @Override
  public Integer call() throws Exception {
    ImageRef.parse(image);
    ImageStore store = pairboot.openExistingStore();
    // A channel as well, for the message that says why its version stays.
    ImageRef ref = store.snapshot().resolve(ImageSelector.parse(image)).ref().orElseThrow();
    store.remove(ref);
    pairboot.console().say("removed " + ref);
    return ExitCode.DONE;
  }
}
