package org.pairboot.appliance.cli.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.pairboot.appliance.cli.command.BaseCommand.DataCommand;
import org.pairboot.appliance.cli.command.ExitCode.UsageException;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.view.View;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ImageStore.GarbageReport;
import org.pairboot.artifacts.store.PruneResult;
import org.pairboot.artifacts.store.Retention;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.text.Sizes;
import org.pairboot.conf.KebabCase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pairboot gc}. */
@Command(
    name = "gc",
    aliases = "prune",
    description = {
      "Removes old versions and unreferenced files, and prints how much space that frees.",
      "",
      "Keeps the newest versions of each image, as many as the setting store.keep or --keep says;"
          + " without either, all of them. Also keeps a version while a channel points to it, while"
          + " it is the default image, while the setting boot.image or a boot plan names it, and"
          + " while a machine is reading it.",
      "",
      "Unreferenced files are files in the store that no image needs. Running imports are not"
          + " affected.",
      "",
      "  pairboot gc --keep 3 --dry-run",
      "  pairboot gc fcos-stable --keep 3",
      ""
    })
final class GcCommand extends DataCommand {
  private static final int DEFAULT_MINUTES = 60;

  /** Of unreferenced files, unless the option says something else. */
  static final Duration MIN_AGE = Duration.ofMinutes(DEFAULT_MINUTES);

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Remove old versions of these images only.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "How many versions of each image to keep; overrides the settings.")
  private Integer keep;

  @Option(
      names = "--older-than",
      paramLabel = "MINUTES",
      defaultValue = "" + DEFAULT_MINUTES,
      description =
          "Delete only unreferenced files that are older than this, because another tool may be"
              + " copying an image into the store. Default: ${DEFAULT-VALUE}.")
  private int minutes;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Change nothing; print what would be removed.")
  private boolean dryRun;

  private record Report(boolean dryRun, PruneResult pruned, GarbageReport collected)
      implements View {
    @Override
    public void print(Console console) {
      String would = dryRun ? "would have " : "";
      pruned.removed().forEach(removed -> console.print(would + "removed " + removed));
      pruned.kept().forEach(kept -> console.print(Retentions.text(kept)));
      if (collected.blobs() > 0) {
        console.print(would + "deleted " + collected.blobs() + " unreferenced files");
      }
      console.print(would + "freed " + Sizes.text(freedBytes()));
    }

    @Override
    public Object json() {
      return new Json(
          dryRun,
          pruned.removed().stream().map(r -> new VersionJson(r.toString(), null)).toList(),
          pruned.kept().stream()
              .map(s -> new VersionJson(s.image().toString(), KebabCase.of(s.reason())))
              .toList(),
          collected.blobs(),
          freedBytes());
    }

    private long freedBytes() {
      return pruned.freedBytes() + collected.freedBytes();
    }
  }

  private record Json(
      boolean dryRun,
      List<VersionJson> removed,
      List<VersionJson> spared,
      int orphans,
      long freedBytes) {}

  /**
   * @param reason {@code channel}, {@code pinned} (by boot.image or a plan) or {@code in-use};
   *     absent for versions that are removed
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record VersionJson(String image, String reason) {}

  @Override
  public Integer call() throws Exception {
    if (minutes < 0) {
      throw new UsageException("--older-than " + minutes + ": expected 0 or more minutes");
    }
    Retention retention = Retentions.of(settings(), Optional.ofNullable(keep));
    ImageStore store = existingStore();
    for (String name : names) {
      store.require(ImageSelector.parse(name));
    }
    Predicate<String> images = name -> names.isEmpty() || names.contains(name);
    Duration age = Duration.ofMinutes(minutes);
    PruneResult pruned =
        dryRun ? store.dryRunPrune(retention, images) : store.prune(retention, images);
    GarbageReport collected = dryRun ? store.dryRunCollectGarbage(age) : store.collectGarbage(age);
    print(new Report(dryRun, pruned, collected));
    if (collected.unreadable() > 0) {
      console()
          .say(
              "unreferenced files were not removed: a damaged manifest may still refer to them;"
                  + " 'pairboot scrub' names it");
    }
    return ExitCode.DONE;
  }
}
