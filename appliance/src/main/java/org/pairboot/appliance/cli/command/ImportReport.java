package org.pairboot.appliance.cli.command;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.pairboot.appliance.boot.planner.UnnamedMachines;
import org.pairboot.appliance.cli.command.ExitCode.UsageException;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.view.BootSummary;
import org.pairboot.appliance.cli.view.ClockDoubt;
import org.pairboot.appliance.cli.view.PairSummary;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.artifacts.fetch.transport.TransferException;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ImageStore.PublishResult;
import org.pairboot.artifacts.store.PruneResult;
import org.pairboot.artifacts.store.Retention;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.DefaultImage;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.text.Sizes;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;

/** What an import did to a store, in words. */
final class ImportReport {
  private final Console console;
  private final ImageStore store;
  private final Optional<DefaultImage> before;

  /**
   * @param store as it is before the import
   */
  ImportReport(Console console, ImageStore store) {
    this.console = console;
    this.store = store;
    this.before = store.snapshot().defaultImage();
  }

  void published(PublishResult result) {
    ImageVersion image = result.image();
    console.say(
        (result.isNew() ? "published " : "already published: ")
            + store.snapshot().describe(image)
            + ", pair "
            + PairSummary.of(image));
    console.say(BootSummary.of(image));
    if (result.isNew()) {
      ClockDoubt.of(image, store.snapshot().all()).forEach(doubt -> console.say("note: " + doubt));
    }
    image.notes().forEach(note -> console.say("note: " + note));
    image
        .installer()
        .ifPresent(argument ->
            console.say(
                "%s installs itself to a disk (%s), so it is not booted by default; 'pairboot default %s --yes' would change that"
                    .formatted(image.ref(), argument, image.ref().name())));
  }

  /** What machines boot that no plan names, which an import never changes unasked. */
  void defaultImage(BootPlans plans) {
    String first =
        store
            .snapshot()
            .defaultImage()
            .filter(now -> !before.equals(Optional.of(now)))
            .map(
                now -> now.image().name() + " is the first image, so it is the default image now; ")
            .orElse("");
    console.say(first + UnnamedMachines.of(plans, store.snapshot()).text());
  }

  /** Says what would free some space, if that is why the import failed. */
  void failed(Exception failure, Settings settings) {
    if (!isForLackOfSpace(failure)) {
      return;
    }
    try {
      long unreferenced = store.dryRunCollectGarbage(GcCommand.MIN_AGE).freedBytes();
      long old =
          store.dryRunPrune(Retentions.of(settings, Optional.of(1)), image -> true).freedBytes();
      console.say(
          unreferenced + old == 0
              ? "'pairboot gc' would free nothing; 'pairboot remove' removes versions that machines"
                  + " no longer need"
              : "'pairboot gc' would free %s of unreferenced files, 'pairboot gc --keep 1' %s with old versions"
                  .formatted(Sizes.text(unreferenced), Sizes.text(unreferenced + old)));
    } catch (SettingsException | UsageException | IOException e) {
      // The failure of the import is what matters, and it is told.
    }
  }

  private static boolean isForLackOfSpace(Throwable failure) {
    return switch (failure) {
      case null -> false;
      case StoreException store when store.kind() == StoreException.Kind.DISK_FULL -> true;
      case TransferException transfer when transfer.kind() == TransferException.Kind.NO_ROOM ->
          true;
      default -> isForLackOfSpace(failure.getCause());
    };
  }

  /** The import is done, so it does not fail when old versions cannot be removed. */
  void prune(Retention retention, Set<String> images) {
    try {
      PruneResult pruned = store.prune(retention, images::contains);
      pruned.kept().forEach(kept -> console.say(Retentions.text(kept)));
      if (!pruned.removed().isEmpty()) {
        pruned.removed().forEach(removed -> console.say("removed " + removed));
        console.say("freed " + Sizes.text(pruned.freedBytes()));
      }
    } catch (StoreException e) {
      console.say("old versions were not removed: " + e.getMessage());
    }
  }
}
