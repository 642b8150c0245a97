package org.pairboot.appliance.cli.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ImageStore.GarbageReport;
import org.pairboot.artifacts.store.PruneResult;
import org.pairboot.artifacts.store.Retention;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.text.Sizes;
import org.pairboot.conf.KebabCase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code pairboot gc}. */
@Command(
    name = "gc",
    aliases = "prune",
    mixinStandardHelpOptions = true,
    description = {
      "Removes old versions and leftovers, and says how much space that frees.",
      "",
      "Of each image the newest versions stay, as many as the setting store.keep or --keep says;"
          + " without either, all do.",
      "A version also stays while a channel points at it, the setting boot.image or a boot plan"
          + " names it, or a machine is reading it.",
      "Leftovers are files in the store that no image needs; imports that are under way are not"
          + " touched.",
      "",
      "  pairboot gc --keep 3 --dry-run",
      "  pairboot gc fcos-stable --keep 3",
      ""
    })
final class GcCommand implements Callable<Integer> {
  @ParentCommand private PairbootCommand pairboot;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Look for old versions of these images only.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "How many versions of each image stay, whatever the settings say.")
  private Integer keep;

  @Option(
      names = "--older-than",
      paramLabel = "MINUTES",
      defaultValue = "60",
      description =
          "Leave leftovers alone that are younger, as another tool may be copying an image into"
              + " the store; ${DEFAULT-VALUE} minutes unless given.")
  private int minutes;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Change nothing, and say what would be done.")
  private boolean dryRun;

  @Mixin private JsonOption json;

  /**
   * @param reason {@code channel}, {@code pinned} (by boot.image) or {@code in-use}; absent for
   *     what is removed
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record VersionJson(String image, String reason) {}

  private record Report(
      boolean dryRun,
      List<VersionJson> removed,
      List<VersionJson> spared,
      int orphans,
      long freedBytes) {}

  @Override
  public Integer call() throws Exception {
    if (minutes < 0) {
      throw new UsageException("--older-than " + minutes + ": minutes, 0 or more");
    }
    Retention retention = Retentions.of(pairboot.settings(), Optional.ofNullable(keep));
    ImageStore store = pairboot.openExistingStore();
    for (String name : names) {
      store.require(ImageSelector.parse(name));
    }
    Predicate<String> images = name -> names.isEmpty() || names.contains(name);
    Duration age = Duration.ofMinutes(minutes);
    PruneResult pruned =
        dryRun ? store.dryRunPrune(retention, images) : store.prune(retention, images);
    GarbageReport collected = dryRun ? store.dryRunCollectGarbage(age) : store.collectGarbage(age);
    print(pruned, collected);
    return ExitCode.DONE;
  }

  private void print(PruneResult pruned, GarbageReport collected) {
    Console console = pairboot.console();
    long freed = pruned.freedBytes() + collected.freedBytes();
    if (json.isGiven()) {
      console.printJson(
          new Report(
              dryRun,
              pruned.removed().stream().map(r -> new VersionJson(r.toString(), null)).toList(),
              pruned.kept().stream()
                  .map(s -> new VersionJson(s.image().toString(), KebabCase.of(s.reason())))
                  .toList(),
              collected.blobs(),
              freed));
    } else {
      String would = dryRun ? "would have " : "";
      pruned.removed().forEach(removed -> console.print(would + "removed " + removed));
      pruned.kept().forEach(spared -> console.print(Retentions.text(spared)));
      if (collected.blobs() > 0) {
        console.print(would + "deleted " + collected.blobs() + " files that no image needs");
      }
      console.print(would + "freed " + Sizes.text(freed));
    }
    if (collected.unreadable() > 0) {
      console.say(
          "leftovers were not looked for: what belongs to a damaged manifest is not known;"
              + " 'pairboot scrub' names it");
    }
  }
}
