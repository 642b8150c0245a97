package org.pairboot.appliance.cli.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import org.pairboot.appliance.boot.planner.UnnamedMachines;
import org.pairboot.appliance.cli.command.BaseCommand.DataCommand;
import org.pairboot.appliance.cli.command.ExitCode.UsageException;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.view.View;
import org.pairboot.artifacts.content.KernelArguments.Argument;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.DefaultImage;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.conf.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pairboot default}. */
@Command(
    name = "default",
    description = {
      "Shows or chooses the default image, which machines boot that no plan names.",
      "",
      "A profile 'default' in the plans and the setting boot.image come before it; the command says"
          + " so where there is one. The first import into an empty store chooses its image; after"
          + " that only this command changes the choice. Running servers see it at once.",
      "",
      "  pairboot default",
      "  pairboot default fcos           # its newest version, also when there is a newer one",
      "  pairboot default fcos@stable    # the version that the channel points to",
      ""
    })
final class DefaultCommand extends DataCommand {
  @Parameters(
      paramLabel = "NAME[@CHANNEL]",
      arity = "0..1",
      description = "The image, or one of its channels or versions. Default: print the choice.")
  private String image;

  @Option(
      names = "--none",
      description = "Choose nothing: machines that no plan names have nothing to boot.")
  private boolean none;

  @Option(
      names = "--yes",
      description =
          "Choose the image even if its kernel arguments install a system, which overwrites a disk"
              + " of each machine that no plan names.")
  private boolean yes;

  @Override
  public Integer call() throws Exception {
    if (none && image != null) {
      throw new UsageException("--none takes no image; leave out one of both");
    }
    Settings settings = settings();
    ImageStore store = PairbootCommand.openExistingStore(settings);
    if (none) {
      store.setDefault(Optional.empty());
    } else if (image != null) {
      ImageSelector selector = ImageSelector.parse(image);
      Optional<ImageVersion> installer = installer(selector, store.snapshot());
      if (installer.isPresent() && !yes) {
        console().say(refusal(installer.get()));
        return ExitCode.FAILED;
      }
      store.setDefault(Optional.of(new DefaultImage(selector, true, installer.isPresent())));
    }
    print(
        new Choice(store.snapshot(), UnnamedMachines.of(plansInForce(settings), store.snapshot())));
    return ExitCode.DONE;
  }

  private static Optional<ImageVersion> installer(ImageSelector selector, Snapshot images)
      throws StoreException {
    return images.all(images.require(selector).ref()).stream()
        .filter(each -> each.installer().isPresent())
        .findFirst();
  }

  private static String refusal(ImageVersion installer) {
    return "%s installs itself to a disk (%s), so each machine that no plan names would be overwritten; add --yes if that is meant"
        .formatted(installer.ref(), installer.installer().orElseThrow());
  }

  /** What is chosen, and what comes of it. */
  private record Choice(Snapshot images, UnnamedMachines machines) implements View {
    @Override
    public void print(Console console) {
      kept().ifPresent(image -> console.print(image.toString()));
      if (machines.override().isPresent() && kept().isPresent()) {
        console.say(
            "the default image is overridden by %s".formatted(machines.override().orElseThrow()));
      }
      console.say(machines.text());
    }

    private Optional<ImageSelector> kept() {
      return images.defaultImage().map(DefaultImage::image);
    }

    @Override
    public Object json() {
      Optional<ImageVersion> version = kept().flatMap(images.bootableByDefault()::find);
      return new Json(
          kept().map(ImageSelector::toString).orElse(null),
          version.map(each -> each.ref().toString()).orElse(null),
          version.flatMap(ImageVersion::installer).map(Argument::text).orElse(null),
          machines.override().orElse(null),
          machines.version().map(each -> each.ref().toString()).orElse(null));
    }
  }

  /**
   * The JSON of the default image; a value that does not apply is null.
   *
   * @param image as it was chosen
   * @param version that it means now
   * @param installsBy the kernel argument with which that installs itself to a disk
   * @param overriddenBy what comes before it
   * @param boots what machines boot that no plan names
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  private record Json(
      String image, String version, String installsBy, String overriddenBy, String boots) {}
}
