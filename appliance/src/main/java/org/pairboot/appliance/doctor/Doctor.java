package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.doctor.network.LocalHost;
import org.pairboot.appliance.doctor.network.NetworkChecks;
import org.pairboot.appliance.doctor.report.Check;
import org.pairboot.appliance.doctor.report.Diagnosis;
import org.pairboot.appliance.serve.ServerSettings;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;

/** Decides which checks apply, and runs them. */
public final class Doctor {
  private Doctor() {}

  /**
   * Checks everything.
   *
   * @throws IOException when the system does not even report which ports are in use
   */
  public static Diagnosis diagnose(ServerSettings loaded, LocalHost host) throws IOException {
    Settings settings = loaded.settings();
    Optional<ImageStore> store = Optional.empty();
    Optional<StoreException> broken = Optional.empty();
    if (ImageStore.isIn(settings.dataDir())) {
      try {
        store =
            Optional.of(ImageStore.openExisting(settings.dataDir(), ImageStore.Options.defaults()));
      } catch (StoreException e) {
        broken = Optional.of(e);
      }
    }
    Optional<Snapshot> images = store.map(ImageStore::snapshot);

    List<Check> checks = new ArrayList<>();
    checks.add(new SettingsCheck(loaded));
    checks.add(new DirectoriesCheck(settings.dataDir(), settings.boot(), images));
    checks.add(new ImagesCheck(images, broken));
    checks.add(new PlansCheck(loaded.given(), images));
    checks.add(new LoadersCheck(settings.loaders()));
    checks.addAll(new NetworkChecks(loaded, host, store).all());
    store.ifPresent(found -> checks.add(new MemoryCheck(found)));
    images.ifPresent(found -> checks.add(new BlockNumbersCheck(found)));
    return Diagnosis.of(checks);
  }

  /** The diagnosis when the settings have mistakes: nothing else can be checked. */
  public static Diagnosis ofMistakes(SettingsException mistakes) {
    return new Diagnosis(
        List.of(new Diagnosis.Topic(SettingsCheck.TOPIC, SettingsCheck.mistakes(mistakes))));
  }
}
