package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.image.PartName;
import org.pairboot.artifacts.input.ImageFile;
import org.pairboot.artifacts.store.StagedPart;
import org.pairboot.artifacts.store.Staging;

/** Copies files into a staging, and says so. */
record PartCopier(Staging staging, ImportProgress progress) {

  StagedPart copy(PartSource source, PartName name) throws IOException {
    ImageFile file = source.file();
    LongConsumer step = progress.begin("copying " + name.fileName(), file.length());
    return switch (source) {
      case PartSource.WholeFile whole ->
          staging.copy(whole.path(), name, (done, total) -> step.accept(done));
      case PartSource.Stretch stretch ->
          staging.copy(
              file.path(), file.offset(), file.length(), name, (done, total) -> step.accept(done));
    };
  }
}
