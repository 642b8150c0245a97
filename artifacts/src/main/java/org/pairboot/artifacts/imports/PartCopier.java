package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.image.PartName;
import org.pairboot.artifacts.store.StagedPart;
import org.pairboot.artifacts.store.Staging;

/** Copies files into a staging, and says so. */
record PartCopier(Staging staging, ImportProgress progress) {

  StagedPart copy(Path source, PartName name) throws IOException {
    LongConsumer step = progress.begin("copying " + name.fileName(), Files.size(source));
    return staging.copy(source, name, (done, total) -> step.accept(done));
  }
}
