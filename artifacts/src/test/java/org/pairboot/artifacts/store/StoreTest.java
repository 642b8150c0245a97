package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of what is done to one store. */
abstract class StoreTest {
  @TempDir Path directory;
  ImageStore store;
  StoreInspection files;

  @BeforeEach
  void openStore() throws IOException {
    store = ImageStore.open(directory, ImageStore.Options.defaults());
    files = new StoreInspection(directory);
  }
}
