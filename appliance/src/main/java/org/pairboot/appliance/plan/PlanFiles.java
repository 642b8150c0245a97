package org.pairboot.appliance.plan;

import com.typesafe.config.ConfigOrigin;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pairboot.appliance.plan.Action.InitrdFile;
import org.pairboot.artifacts.content.ContentHash;
import org.pairboot.artifacts.content.FileContent;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.conf.file.FileException;
import org.pairboot.conf.file.GoodCopies;
import org.pairboot.conf.file.HoconFile;
import org.pairboot.conf.file.HoconFile.Texts;
import org.pairboot.conf.file.TextFile;

/**
 * The files that one plan file consists of: itself, what it includes, and the files that it names;
 * or the last good copy of all of them. Reports each to whoever watches them, and remembers what
 * was read.
 */
final class PlanFiles implements Texts {
  static final String EXTENSION = ".conf";

  private final Consumer<Path> watch;
  private final Optional<GoodCopies.Copy> copy;
  private final Map<Path, String> texts = new HashMap<>();
  private final Map<Path, String> facts = new HashMap<>();

  private PlanFiles(Consumer<Path> watch, Optional<GoodCopies.Copy> copy) {
    this.watch = watch;
    this.copy = copy;
  }

  /**
   * @param watch accepts each file before it is looked at
   */
  static PlanFiles onDisk(Consumer<Path> watch) {
    return new PlanFiles(watch, Optional.empty());
  }

  static PlanFiles of(GoodCopies.Copy copy) {
    return new PlanFiles(_ -> {}, Optional.of(copy));
  }

  /**
   * The plan files that {@code place} names, in the order in which they are read.
   *
   * @param watch accepts the directory before it is looked at
   */
  static List<Path> plansIn(Path place, Consumer<Path> watch) throws IOException {
    watch.accept(place);
    if (!Files.isDirectory(place)) {
      return Files.exists(place) ? List.of(place) : List.of();
    }
    try (Stream<Path> entries = Files.list(place)) {
      return entries
          .filter(file -> file.getFileName().toString().endsWith(EXTENSION))
          .filter(file -> !Files.isDirectory(file))
          .sorted()
          .toList();
    }
  }

  @Override
  public String read(Path file, int maxSize) throws FileException {
    watch.accept(file);
    String text = copy.isPresent() ? copy.get().read(file, maxSize) : TextFile.read(file, maxSize);
    texts.put(file, text);
    return text;
  }

  @Override
  public boolean exists(Path file) {
    watch.accept(file);
    return copy.isPresent() ? copy.get().exists(file) : Files.exists(file);
  }

  /**
   * Reads the whole file, because its digest is needed. Of a file that was good once, that is
   * known: when it is gone, only the machines that need it are affected.
   */
  InitrdFile initrd(Path file) throws IOException {
    watch.accept(file);
    String name = file.getFileName().toString();
    String known = copy.map(from -> from.facts().get(file)).orElse(null);
    if (known != null) {
      facts.put(file, known);
      String[] fields = known.split(" ");
      return new InitrdFile(
          name, new FileContent(file, Long.parseLong(fields[0]), new Sha256(fields[1])));
    }
    TextFile.requireRegular(file);
    try (FileChannel channel = FileChannel.open(file)) {
      long length = channel.size();
      Sha256 digest = ContentHash.of(channel, read -> {});
      facts.put(file, length + " " + digest.hex());
      return new InitrdFile(name, new FileContent(file, length, digest));
    }
  }

  /** The file that {@code text} names, relative to the file in which the text is. */
  Optional<Path> path(String text, ConfigOrigin origin) {
    try {
      return text.isBlank()
          ? Optional.empty()
          : Optional.of(
              Path.of(HoconFile.file(origin)).toAbsolutePath().resolveSibling(Path.of(text)));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Keeps what was read. */
  void keep(Path file, GoodCopies copies) throws IOException {
    if (copy.isEmpty()) {
      copies.keep(file, texts, facts);
    }
  }

  boolean equalsText(PlanFiles other) {
    return texts.equals(other.texts) && facts.equals(other.facts);
  }

  /** Every file that was read. */
  Stream<Path> all() {
    return Stream.concat(texts.keySet().stream(), facts.keySet().stream());
  }
}
