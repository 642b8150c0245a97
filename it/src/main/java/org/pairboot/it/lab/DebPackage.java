package org.pairboot.it.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The Debian package, made from the distribution that the build created. */
public final class DebPackage {
  private static final Path SOURCES = Repository.root().resolve("packaging/deb");
  private static final Path TEXTS = Repository.root().resolve("packaging/target/deb");

  private DebPackage() {}

  /** Skips the test if the package cannot be built. */
  public static void need() {
    Tools.need("dpkg-deb:dpkg", "strip:binutils");
    if (!Files.exists(TEXTS.resolve("man"))) {
      Tools.missing("the manual pages, which a build with -Pdeb creates");
    }
  }

  /**
   * Builds a package without compression, to save time.
   *
   * @param version of the package; the program keeps its own
   * @param output the directory to write to
   */
  public static Path assemble(String version, Path output) {
    return assemble(version, output, List.of(), List.of());
  }

  /** The same with a timestamp in {@code SOURCE_DATE_EPOCH}, as packagers set it. */
  public static Path assemble(String version, Path output, Instant time) {
    return assemble(
        version, output, List.of("env", "SOURCE_DATE_EPOCH=" + time.getEpochSecond()), List.of());
  }

  /** The same from another distribution than the build's. */
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

  /** A completion script that the build generated. */
  public static Path completion(String name) {
    return TEXTS.resolve("completion").resolve(name);
  }

  /** The completion function for zsh, which loads the installed script for bash. */
  public static Path zshFunction() {
    return SOURCES.resolve("_pairboot");
  }

  /** The systemd unit in the package. */
  public static Path unit() {
    return SOURCES.resolve("pairboot.service");
  }
}
