package org.pairboot.it.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command {@code pairboot} on one data directory. */
public final class Cli {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path dataDir;
  private final List<String> wrapper;

  /** Commands on a data directory, which may not exist yet. */
  public Cli(Path dataDir) {
    this(dataDir, List.of());
  }

  private Cli(Path dataDir, List<String> wrapper) {
    this.dataDir = dataDir;
    this.wrapper = wrapper;
  }

  /**
   * The same commands, started by another program such as {@code unshare}, which receives them as
   * its last arguments.
   */
  public Cli within(String... wrapper) {
    return new Cli(dataDir, List.of(wrapper));
  }

  /** The whole command line: wrapper, command, data directory, arguments. */
  public List<String> line(String command, String... arguments) {
    List<String> line = new ArrayList<>(wrapper);
    line.addAll(
        List.of(Repository.pairboot().toString(), command, "--data-dir", dataDir.toString()));
    line.addAll(List.of(arguments));
    return line;
  }

  /** Runs a command to its end. */
  public Command.Result run(String command, String... arguments) {
    return Command.run(line(command, arguments));
  }

  /** Runs a command that must succeed with {@code --json}, and parses what it prints. */
  public JsonNode json(String command, String... arguments) {
    String[] withJson =
        Stream.concat(Stream.of("--json"), Stream.of(arguments)).toArray(String[]::new);
    String out = run(command, withJson).succeeded().out();
    try {
      return JSON.readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + out, e);
    }
  }

  /** A part of an image's newest version, as {@code show --json} prints it. */
  public JsonNode part(String image, String name) {
    JsonNode shown = json("show", image);
    for (JsonNode part : shown.path("parts")) {
      if (part.path("name").asText().equals(name)) {
        return part;
      }
    }
    throw new AssertionError("no part " + name + " in " + shown);
  }

  /** The file in the store that holds a part. */
  public Path blob(JsonNode part) {
    return dataDir.resolve("blobs/sha256").resolve(part.path("sha256").asText());
  }

  /** Imports an image, which must succeed. */
  public void importImage(String name, TestImage image, String... more) {
    run("import", importArguments(image, Stream.concat(Stream.of(more), Stream.of("--", name))))
        .succeeded();
  }

  /** The arguments of {@code pairboot import} for an image, with more at the end. */
  public static String[] importArguments(TestImage image, Stream<String> more) {
    return Stream.concat(image.importArguments().stream(), more).toArray(String[]::new);
  }
}
