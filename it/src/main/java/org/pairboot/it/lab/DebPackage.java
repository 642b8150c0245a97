package org.pairboot.it.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The Debian package, made of the distribution that the build has left. */
public final class DebPackage {
  private static final Path SOURCES = Repository.root().resolve("packaging/deb");
  private static final Path TEXTS = Repository.root().resolve("packaging/target/deb");

  private DebPackage() {}

  /** Ends the test where no package can be made. */
  public static void need() {
    Tools.need("dpkg-deb:dpkg", "strip:binutils");
    if (!Files.exists(TEXTS.resolve("man"))) {
      Tools.missing("the manual pages, which a build with -Pdeb makes");
    }
  }

  /**
   * Makes one, without compression, which takes long.
   *
   * @param version of the package; that of the program in it does not change
   * @param output a directory to write to
   */
  public static Path assemble(String version, Path output) {
    return assemble(version, output, List.of(), List.of());
  }

  /** The same, of a packager who says by {@code SOURCE_DATE_EPOCH} what time the package is of. */
  public static Path assemble(String version, Path output, Instant time) {
    return assemble(
        version, output, List.of("env", "SOURCE_DATE_EPOCH=" + time.getEpochSecond()), List.of());
  }

  /** The same, of another distribution than the build's. */
  public static Path assemble(String version, Path output, Path distribution) {
    return assemble(version, output, List.of(), List.of("--distribution", distribution.toString()));
  }

  private static Path assemble(
      String version, Path output, List<String> before, List<String> options) {
    List<String> line = new ArrayList<>(before);
    line.add(SOURCES.resolve("assemble").toString());
    line.addAll(List.of("--fast", "--version", version, "--output", output.toString()));
    line.addAll(options);
    return Path.of(Command.run(line).succeeded().out().strip());
  }

  /** A script with which a shell completes command lines, as the build has made it. */
  public static Path completion(String name) {
    return TEXTS.resolve("completion").resolve(name);
  }

  /** The completion function of zsh, which reads the script of bash where that is installed. */
  public static Path zshFunction() {
    return SOURCES.resolve("_pairboot");
  }

  /** The unit of the service, as it is in the package. */
  public static Path unit() {
    return SOURCES.resolve("pairboot.service");
  }
}
