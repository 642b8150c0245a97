package org.pairboot.it.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;

/** Imports that are killed at any step, and commands that run at the same time on one store. */
class StoreCrashIT {
  private static final long SEED = 7;
  private static final int ROUNDS = 12;

  /** A busy machine runs fewer rounds. */
  private static final Duration ENOUGH = Duration.ofSeconds(40);

  private static final int FEWEST_ROUNDS = 3;
  private static final int ROOT_BYTES = 24 << 20;

  /** A file must grow by this many bytes to count as another step. */
  private static final int GROWTH = 1 << 20;

  @TempDir private Path directory;

  private Path dataDir;
  private Cli cli;
  private TestImage image;

  @BeforeEach
  void publish() {
    dataDir = directory.resolve("data");
    cli = new Cli(dataDir);
    cli.importImage("demo", TestImage.write(directory.resolve("first"), "first", 1000));
    image = TestImage.write(directory.resolve("second"), "second", ROOT_BYTES);
  }

  @Test
  void publishesAllOrNothingIfKilledAtAnyStep() throws IOException {
    int steps = importUntil(Integer.MAX_VALUE);
    requireConsistent();
    cli.run("remove", "demo@second").succeeded();

    Random random = new Random(SEED);
    long end = System.nanoTime() + ENOUGH.toNanos();
    for (int round = 0;
        round < FEWEST_ROUNDS || round < ROUNDS && System.nanoTime() < end;
        round++) {
      importUntil(random.nextInt(steps));
      requireReferred(published());

      assertThat(cli.json("gc", "--older-than", "0").get("orphans").intValue()).isZero();
      requireConsistent();
      List<String> versions = cli.json("images").findValuesAsText("version");
      if (!versions.equals(List.of("first"))) {
        assertThat(versions).containsExactly("second", "first");
        cli.run("verify", "demo@second").succeeded();
        cli.run("remove", "demo@second").succeeded();
      }
    }
    cli.importImage("demo", image);
    cli.run("verify", "demo@second").succeeded();
    cli.run("scrub").succeeded();
  }

  @Test
  void importsAndCollectsGarbageAtTheSameTime() throws IOException {
    for (int round = 0; round < 3; round++) {
      TestImage one = TestImage.write(directory.resolve("one-" + round), "one-" + round, 3 << 20);
      TestImage other = TestImage.write(directory.resolve("other-" + round), "other-" + round, 100);
      List<Process> all =
          List.of(
              start("import", Cli.importArguments(one, Stream.of("--", "demo"))),
              start("import", Cli.importArguments(other, Stream.of("--", "more"))),
              // The same bytes under two names, both being published.
              start("import", Cli.importArguments(one, Stream.of("--", "twin"))),
              start("gc", "--older-than", "0"));
      all.forEach(process -> process.onExit().join());
      assertThat(all).extracting(Process::exitValue).containsOnly(0);
    }
    cli.run("gc", "--older-than", "0").succeeded();
    requireConsistent();
    cli.run("scrub").succeeded();
    assertThat(cli.json("images").findValuesAsText("version"))
        .containsExactlyInAnyOrder(
            "first", "one-0", "one-1", "one-2", "other-0", "other-1", "other-2", "one-0", "one-1",
            "one-2");
  }

  /** Starts an import and kills it after this many steps; returns the number of steps. */
  private int importUntil(int lastStep) throws IOException {
    Process process = start("import", Cli.importArguments(image, Stream.of("--", "demo")));
    Set<String> before = state();
    int steps = 0;
    while (process.isAlive() && steps < lastStep) {
      Set<String> now = state();
      if (!now.equals(before)) {
        before = now;
        steps++;
      }
    }
    process.destroyForcibly().onExit().join();
    return steps;
  }

  private Process start(String command, String... arguments) {
    try {
      return new ProcessBuilder(cli.line(command, arguments))
          .redirectErrorStream(true)
          .redirectOutput(Files.createTempFile(directory, command, ".log").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that is visible of the store from outside, with sizes rounded to steps. */
  private Set<String> state() throws IOException {
    Set<String> state = new TreeSet<>();
    List<Path> directories = new ArrayList<>(List.of(dataDir));
    while (!directories.isEmpty()) {
      Path each = directories.removeLast();
      // Files come and go in the meantime, which java.nio's walks do not tolerate.
      String[] names = each.toFile().list();
      for (String name : names == null ? new String[0] : names) {
        Path file = each.resolve(name);
        state.add(file + " " + file.toFile().length() / GROWTH);
        directories.add(file);
      }
    }
    state.add("index " + Files.getLastModifiedTime(dataDir.resolve("index.json")));
    return state;
  }

  /** Asserts that the store has all published files and no others. */
  private void requireConsistent() throws IOException {
    Set<String> published = published();
    requireReferred(published);
    try (Stream<Path> blobs = Files.list(dataDir.resolve("blobs/sha256"))) {
      assertThat(blobs.map(blob -> blob.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(published);
    }
    assertThat(dataDir.resolve(".pairboot/staging")).isEmptyDirectory();
    assertThat(dataDir.resolve(".pairboot")).isDirectoryNotContaining("glob:**{pending,.new}");
  }

  private void requireReferred(Set<String> digests) {
    assertThat(digests)
        .allSatisfy(digest -> assertThat(SeededFile.sha256(blob(digest))).isEqualTo(digest));
  }

  /** The blobs that the index references, read as any OCI tool would. */
  private Set<String> published() throws IOException {
    ObjectMapper json = new ObjectMapper();
    Set<String> digests = new TreeSet<>();
    for (JsonNode entry : json.readTree(dataDir.resolve("index.json").toFile()).get("manifests")) {
      String manifest = digest(entry);
      digests.add(manifest);
      JsonNode content = json.readTree(blob(manifest).toFile());
      digests.add(digest(content.get("config")));
      content.get("layers").forEach(layer -> digests.add(digest(layer)));
    }
    return digests;
  }

  private Path blob(String digest) {
    return dataDir.resolve("blobs/sha256").resolve(digest);
  }

  private static String digest(JsonNode descriptor) {
    return descriptor.get("digest").textValue().replace("sha256:", "");
  }
}
