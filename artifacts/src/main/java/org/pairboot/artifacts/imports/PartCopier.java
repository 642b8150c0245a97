package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.staging.StagedPart;
import org.pairboot.artifacts.store.staging.Staging;

/** Copies files into a staging, and says so. */
record PartCopier(Staging staging, Progress progress) {

  StagedPart copy(PartSource source, PartName name) throws IOException {
    return copy(source, name, List.of());
  }

  /** The same, and {@code listeners} hear all bytes. */
  StagedPart copy(PartSource source, PartName name, List<Consumer<ByteBuffer>> listeners)
      throws IOException {
    ImageFile file = source.file();
    return switch (source) {
      case PartSource.WholeFile whole -> staging.copy(whole.path(), name, progress, listeners);
      case PartSource.Stretch stretch ->
          staging.copy(file.path(), file.offset(), file.length(), name, progress, listeners);
    };
  }
}
