package org.pairboot.artifacts.imports;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.testimages.LiveImages;

/** A test of imports into an empty store. */
abstract class ImportTest {
  /** A pair as it is published today. */
  static final LiveImages.Pair TODAY = LiveImages.today();

  @TempDir Path directory;
  TestImports imports;

  @BeforeEach
  void openStore() throws Exception {
    imports = new TestImports(directory);
  }
}
