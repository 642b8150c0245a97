package org.pairboot.conf.file;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.conf.file.HoconFile.Texts;

/**
 * Keeps what files said when they had no mistakes, in a directory that nobody else writes to. A
 * copy has the text of a file and of all files that it names, because all of them together were
 * good. What is damaged there counts as absent. Thread-safe, also among processes: a copy is
 * replaced whole.
 */
public final class GoodCopies {
  private static final String EXTENSION = ".json";

  /** Documents may be large, and a plan may have several. */
  private static final int MAX_SIZE = 256 << 20;

  private static final String FILE = "file";
  private static final String TEXTS = "texts";
  private static final String FACTS = "facts";

  private final Path directory;

  /**
   * @param directory need not exist
   */
  public GoodCopies(Path directory) {
    this.directory = directory;
  }

  /**
   * What a file said.
   *
   * @param since when it was kept
   * @param texts of the file and of those that it names, by their absolute paths
   * @param facts noted of files that are too large to be copied
   */
  public record Copy(Path file, Instant since, Map<Path, String> texts, Map<Path, String> facts)
      implements Texts {
    @Override
    public String read(Path wanted, int maxSize) throws FileException {
      String text = texts.get(wanted);
      if (text == null) {
        throw new FileException(wanted.toString(), "no such file");
      }
      return text;
    }

    @Override
    public boolean exists(Path wanted) {
      return texts.containsKey(wanted);
    }
  }

  /** The copy of {@code file}, if there is one and it can be read. */
  public Optional<Copy> find(Path file) {
    return read(place(file)).filter(copy -> copy.file().equals(file));
  }

  /** All copies that can be read. */
  public List<Copy> all() throws IOException {
    return places().stream().flatMap(place -> read(place).stream()).toList();
  }

  private List<Path> places() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(entry -> entry.toString().endsWith(EXTENSION)).sorted().toList();
    }
  }

  private static Optional<Copy> read(Path place) {
    try {
      String text = TextFile.read(place, MAX_SIZE);
      Config json = ConfigFactory.parseString(text.substring(text.indexOf('\n') + 1));
      return Optional.of(
          new Copy(
              Path.of(json.getString(FILE)),
              Files.getLastModifiedTime(place).toInstant(),
              paths(json, TEXTS),
              paths(json, FACTS)));
    } catch (FileException | IOException | ConfigException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Map<Path, String> paths(Config json, String key) {
    Map<Path, String> paths = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : json.getObject(key).entrySet()) {
      paths.put(Path.of(entry.getKey()), String.valueOf(entry.getValue().unwrapped()));
    }
    return paths;
  }

  /**
   * Keeps what {@code file} and those that it names say now; does nothing if that is kept already.
   *
   * @throws IOException when it cannot be written; the copy that was there stays
   */
  public void keep(Path file, Map<Path, String> texts, Map<Path, String> facts) throws IOException {
    Path place = place(file);
    String digest = digest(texts, facts);
    if (digest.equals(firstLine(place))) {
      return;
    }
    Files.createDirectories(directory);
    // Documents may have secrets, whatever the permissions of the directory.
    Path draft =
        Files.createTempFile(
            directory,
            "draft",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(draft, digest + "\n" + json(file, texts, facts));
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static String json(Path file, Map<Path, String> texts, Map<Path, String> facts) {
    return ConfigValueFactory.fromMap(
            Map.of(FILE, file.toString(), TEXTS, names(texts), FACTS, names(facts)))
        .render(ConfigRenderOptions.concise());
  }

  private static Map<String, String> names(Map<Path, String> paths) {
    Map<String, String> names = new TreeMap<>();
    paths.forEach((path, value) -> names.put(path.toString(), value));
    return names;
  }

  /** Forgets what {@code file} said. */
  public void forget(Path file) throws IOException {
    Files.deleteIfExists(place(file));
  }

  /**
   * Forgets what files said that are not among {@code needed}, and were removed from a directory
   * that is still there: a missing one may come back.
   */
  public void retain(Collection<Path> needed) throws IOException {
    Set<Path> places = needed.stream().map(this::place).collect(Collectors.toSet());
    for (Path place : places()) {
      boolean isRemoved =
          !places.contains(place)
              && read(place).filter(copy -> !Files.isDirectory(copy.file().getParent())).isEmpty();
      if (isRemoved) {
        Files.deleteIfExists(place);
      }
    }
  }

  private Path place(Path file) {
    String name = file.getFileName().toString();
    return directory.resolve(name + "-" + digest(file.toString()).substring(0, 16) + EXTENSION);
  }

  private static String firstLine(Path place) {
    if (!Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    try (Stream<String> lines = Files.lines(place)) {
      return lines.findFirst().orElse("");
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }

  private static String digest(Map<Path, String> texts, Map<Path, String> facts) {
    List<String> all = new ArrayList<>();
    for (Map<Path, String> part : List.of(new TreeMap<>(texts), new TreeMap<>(facts))) {
      part.forEach((path, value) -> all.addAll(List.of(path.toString(), value)));
      all.add("");
    }
    return digest(all.toArray(String[]::new));
  }

  private static String digest(String... texts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String text : texts) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
