package org.pairboot.it.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;

/**
 * Commands that change the store are killed at random points, beside a server that serves it. After
 * each, the store is as it was before the command or as it is after it, and what is published can
 * be read.
 */
@Execution(ExecutionMode.CONCURRENT)
class KilledCommandsIT {
  private static final int ROUNDS = Boolean.getBoolean("pairboot.it.full") ? 1000 : 50;
  private static final int SOURCES = 4;

  /** From the start of a process to the end of what an import of a few MB does. */
  private static final int LONGEST_MILLIS = 900;

  @TempDir private Path directory;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final List<TestImage> sources = new ArrayList<>();

  /** Of the rootfs of each version that was ever published. */
  private final Map<String, String> digests = new HashMap<>();

  private Cli cli;
  private int imports;

  /**
   * What is published.
   *
   * @param stable the version of the channel of that name
   */
  private record State(Set<String> versions, Optional<String> stable) {}

  /**
   * A command, and what it makes of the store.
   *
   * @param after the state when it has done its work
   */
  private record Change(List<String> line, State after) {}

  @Test
  void eachIsDoneWholeOrNotAtAll() throws Exception {
    Path dataDir = directory.resolve("data");
    cli = new Cli(dataDir);
    for (int i = 0; i < SOURCES; i++) {
      sources.add(TestImage.write(directory.resolve("source-" + i), "source-" + i, 3_000_000));
    }
    cli.importImage("demo", sources.getFirst(), "--version", "v0");
    digests.put("v0", SeededFile.sha256(Files.readAllBytes(sources.getFirst().rootfs())));
    int done = 0;
    try (PairbootServer server = PairbootServer.serve(cli)) {
      State state = state();
      for (int round = 0; round < ROUNDS; round++) {
        Change change = change(state);
        Process process =
            new ProcessBuilder(change.line())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        if (!process.waitFor(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly().onExit().join();
        }
        State now = state();
        assertThat(now)
            .as("round %d, seed %d, %s", round, seed, change.line())
            .isIn(state, change.after());
        done += now.equals(state) ? 0 : 1;
        state = now;
        read(server, state);
      }
      assertThat(server.log()).doesNotContain(" ERROR ");
    }
    assertThat(done).as("commands that were quick enough").isPositive();
    cli.run("gc", "--older-than", "0").succeeded();
    assertThat(cli.json("gc", "--older-than", "0").get("orphans").intValue()).isZero();
    cli.run("scrub").succeeded();
  }

  private Change change(State state) {
    List<String> versions = List.copyOf(state.versions());
    String any = versions.get(random.nextInt(versions.size()));
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> importOne(state);
      // The default image keeps its newest version, and a channel its own.
      case 4, 5 ->
          versions.size() < 3 || state.stable().equals(Optional.of(versions.getFirst()))
              ? importOne(state)
              : new Change(
                  cli.line("remove", "demo@" + versions.getFirst()),
                  new State(without(state.versions(), versions.getFirst()), state.stable()));
      case 6, 7 ->
          new Change(
              cli.line("channel", "set", "demo", "stable", any),
              new State(state.versions(), Optional.of(any)));
      case 8 ->
          new Change(
              cli.line("channel", "unset", "demo", "stable"),
              new State(state.versions(), Optional.empty()));
      default -> new Change(cli.line("gc", "--older-than", "0"), state);
    };
  }

  private Change importOne(State state) {
    String version = "v" + ++imports;
    TestImage source = sources.get(random.nextInt(SOURCES));
    try {
      digests.put(version, SeededFile.sha256(Files.readAllBytes(source.rootfs())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Set<String> versions = versions(state.versions());
    versions.add(version);
    return new Change(
        cli.line(
            "import", Cli.importArguments(source, Stream.of("--version", version, "--", "demo"))),
        new State(versions, state.stable()));
  }

  private static Set<String> without(Set<String> versions, String version) {
    Set<String> rest = versions(versions);
    rest.remove(version);
    return rest;
  }

  /** In the order of their numbers. */
  private static Set<String> versions(Set<String> from) {
    Set<String> sorted = new TreeSet<>((one, other) -> Integer.compare(number(one), number(other)));
    sorted.addAll(from);
    return sorted;
  }

  private static int number(String version) {
    return Integer.parseInt(version.substring(1));
  }

  /** As a fresh process reads it. */
  private State state() {
    Set<String> published = new TreeSet<>();
    Optional<String> stable = Optional.empty();
    for (JsonNode image : cli.json("images")) {
      String version = image.path("version").asText();
      published.add(version);
      if (image.path("channels").toString().contains("stable")) {
        stable = Optional.of(version);
      }
    }
    return new State(versions(published), stable);
  }

  /** A version that has just been removed may be gone already; everything else is whole. */
  private void read(PairbootServer server, State state) throws IOException {
    List<String> versions = List.copyOf(state.versions());
    String version = versions.get(random.nextInt(versions.size()));
    try (InputStream body =
        server.http("images/demo/" + version + "/rootfs.img").toURL().openStream()) {
      assertThat(SeededFile.sha256(body.readAllBytes()))
          .as("seed %d, %s", seed, version)
          .isEqualTo(digests.get(version));
    } catch (FileNotFoundException e) {
      throw new AssertionError("seed " + seed + ": " + version + " is not served", e);
    }
  }
}
