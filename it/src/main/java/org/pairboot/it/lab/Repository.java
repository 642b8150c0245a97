package org.pairboot.it.lab;

import java.nio.file.Path;

/** Paths in the repository whose build runs these tests. */
public final class Repository {
  private static final Path ROOT =
      Path.of(System.getProperty("pairboot.it.repository", "..")).toAbsolutePath().normalize();

  private Repository() {}

  /**
   * The {@code pairboot} command of the distribution that the build made, or the command that
   * {@code -Dpairboot.it.command} names, such as that of an installed package.
   */
  public static Path pairboot() {
    return Path.of(
        System.getProperty(
            "pairboot.it.command",
            ROOT.resolve("packaging/target/pairboot/bin/pairboot").toString()));
  }

  /** The root directory. */
  public static Path root() {
    return ROOT;
  }

  /** A script of {@code packaging/demo}. */
  public static Path demo(String script) {
    return ROOT.resolve("packaging/demo").resolve(script);
  }

  /**
   * The first packets of known clients and of the server; the comment at its top explains the
   * format.
   */
  public static Path goldenRequests() {
    return ROOT.resolve("tftp/src/test/resources/org/pairboot/tftp/clients.csv");
  }

  /** A directory that is kept between runs, for what is expensive to build. */
  public static Path cache(String name) {
    return ROOT.resolve("it/target").resolve(name);
  }
}
