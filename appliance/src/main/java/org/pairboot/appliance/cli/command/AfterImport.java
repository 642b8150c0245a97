package org.pairboot.appliance.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.PruneResult;
import org.pairboot.artifacts.store.Retention;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.text.Sizes;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;

/**
 * What follows an import: channels move to the new version, and old versions go. Checked before the
 * import, so that a slip in an option costs no time.
 */
record AfterImport(List<ChannelRef> channels, Retention retention) {

  /**
   * @param keep what the command line says
   */
  static AfterImport of(
      Settings settings, String image, List<String> channels, Optional<Integer> keep)
      throws UsageException, SettingsException, IOException {
    return new AfterImport(
        channels.stream().map(channel -> new ChannelRef(image, channel)).toList(),
        Retentions.of(settings, keep));
  }

  void setChannels(ImageStore store, ImageRef version) throws StoreException {
    for (ChannelRef channel : channels) {
      store.setChannel(channel, new ImageSelector(version.name(), Optional.of(version.version())));
    }
  }

  /** Says what is removed. The import is done, so a failure here is no failure of it. */
  void keepTheNewest(ImageStore store, String image, Console console) {
    try {
      PruneResult pruned = store.prune(retention, image::equals);
      pruned.kept().forEach(spared -> console.say(Retentions.text(spared)));
      if (!pruned.removed().isEmpty()) {
        pruned.removed().forEach(removed -> console.say("removed " + removed));
        console.say("freed " + Sizes.text(pruned.freedBytes()));
      }
    } catch (StoreException e) {
      console.say("old versions were not removed: " + e.getMessage());
    }
  }
}
