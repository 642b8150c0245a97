package org.pairboot.appliance.doctor;

import java.util.List;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.image.ImageVersion;

/** The newest version of each image: what most machines boot. */
final class Newest {
  private Newest() {}

  static List<ImageVersion> of(Snapshot images) {
    return images.images().stream().flatMap(name -> images.latest(name).stream()).toList();
  }
}
