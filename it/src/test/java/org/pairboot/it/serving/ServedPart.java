package org.pairboot.it.serving;

import java.nio.file.Path;
import java.util.List;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;

/**
 * A server whose one image, {@code demo}, has a part that is called {@code part.img}.
 *
 * @param part what that has to hold
 */
record ServedPart(SeededFile part, PairbootServer appliance) {

  static ServedPart of(int size, Path directory, String... settings) {
    SeededFile part = SeededFile.write(directory.resolve("part.img"), size);
    Path dataDir = directory.resolve("data");
    new Cli(dataDir)
        .importImage(
            "demo",
            TestImage.write(directory.resolve("image"), "1", 70_000)
                .withExtras(List.of(part.path())));
    return new ServedPart(part, PairbootServer.serve(dataDir, settings));
  }
}
