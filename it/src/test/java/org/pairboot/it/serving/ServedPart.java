package org.pairboot.it.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;

/**
 * A server for all tests of a class. Its one image, {@code demo@1}, has a part named {@code
 * part.img}.
 */
final class ServedPart implements BeforeAllCallback, AfterAllCallback {
  private final long size;
  private final String[] settings;
  private Path directory;
  private SeededFile file;
  private PairbootServer server;

  /**
   * @param size of {@code part.img}, in bytes
   * @param settings for the server, each {@code key=value}
   */
  ServedPart(long size, String... settings) {
    this.size = size;
    this.settings = settings;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("pairboot-it-served");
    file = SeededFile.write(directory.resolve("part.img"), size);
    Path dataDir = directory.resolve("data");
    TestImage image = TestImage.write(directory.resolve("image"), "1", 70_000);
    new Cli(dataDir).importImage("demo", image.withExtras(List.of(file.path())));
    server = PairbootServer.serve(dataDir, settings);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    try {
      if (server != null) {
        server.close();
      }
    } finally {
      Command.deleteTree(directory);
    }
  }

  /** The content of {@code part.img}. */
  SeededFile file() {
    return file;
  }

  PairbootServer server() {
    return server;
  }

  /** The HTTP URL of a part of the image. */
  String url(String part) {
    return server.http("images/demo/1/" + part).toString();
  }

  /** A file in the directory of the class, for what the clients fetch. */
  Path path(String name) {
    return directory.resolve(name);
  }
}
