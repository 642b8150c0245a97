package org.pairboot.it.lab;

import java.nio.file.Path;

/** Where things lie in the repository whose build runs these tests. */
public final class Repository {
  private static final Path ROOT =
      Path.of(System.getProperty("pairboot.it.repository", "..")).toAbsolutePath().normalize();

  private Repository() {}

  /**
   * The command of the distribution that the build has made, or the one that {@code
   * -Dpairboot.it.command} names, such as that of an installed package.
   */
  public static Path pairboot() {
    return Path.of(
        System.getProperty(
            "pairboot.it.command",
            ROOT.resolve("packaging/target/pairboot/bin/pairboot").toString()));
  }

  /** The directory that holds all of it. */
  public static Path root() {
    return ROOT;
  }

  /** A script of {@code packaging/demo}. */
  public static Path demo(String script) {
    return ROOT.resolve("packaging/demo").resolve(script);
  }

  /** What known clients and the server say first, byte for byte; its head explains the format. */
  public static Path goldenRequests() {
    return ROOT.resolve("tftp/src/test/resources/org/pairboot/tftp/clients.csv");
  }

  /** A directory that outlives one run, for what is costly to make. */
  public static Path cache(String name) {
    return ROOT.resolve("it/target").resolve(name);
  }
}
