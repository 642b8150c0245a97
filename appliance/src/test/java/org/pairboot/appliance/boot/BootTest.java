package org.pairboot.appliance.boot;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of what machines get from an empty store that it fills. */
abstract class BootTest {
  @TempDir Path directory;
  TestBoots boots;

  @BeforeEach
  void openStore() throws Exception {
    boots = new TestBoots(directory);
  }
}
