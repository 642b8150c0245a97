package org.pairboot.appliance.once;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.artifacts.content.DirectoryOwner;
import org.pairboot.artifacts.content.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which machines have used the one boot that they had.
 *
 * <p>One small file for each, so that a server that is started anew, and the command line beside a
 * running one, know the same. A boot is used up when the machine reports it, and in any case some
 * time after it began: until then a machine that asks again is one that tries again. Thread-safe.
 */
public final class OneTimeBoots {
  /** How long after its first script a machine may ask for it again. */
  public static final Duration TRIES = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(OneTimeBoots.class);

  /** Names in requests are forged easily, and the disk must not fill with them. */
  private static final int MAX_MACHINES = 16_384;

  private static final int MAX_NAME = 200;
  private static final String ENDING = ".once";

  private final Path directory;
  private final InstantSource clock;

  /**
   * @param directory made when it is needed
   */
  public OneTimeBoots(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /** Those of the server with that data directory. */
  public static OneTimeBoots below(Path dataDirectory) {
    return new OneTimeBoots(dataDirectory.resolve("next-boot"), InstantSource.system());
  }

  /** How far a machine has come. */
  public enum Stage {
    /** It has got its script. */
    BEGUN,
    /** It has reported that it runs. */
    BOOTED
  }

  /** A machine that has begun its one boot. */
  public record Used(String machine, Stage stage, Instant since) {}

  /** Whether {@code machine} may boot from the network now; nothing is noted. */
  public boolean isOpen(String machine) {
    try {
      return read(file(machine)).map(this::isOpen).orElse(true);
    } catch (IOException e) {
      return refused(machine, e);
    }
  }

  private boolean isOpen(Used used) {
    return used.stage() == Stage.BEGUN && used.since().plus(TRIES).isAfter(clock.instant());
  }

  /** The same, and if it may, notes that its boot has begun. */
  public synchronized boolean begin(String machine) {
    try {
      Optional<Used> used = read(file(machine));
      if (used.isPresent()) {
        return isOpen(used.get());
      }
      if (count() >= MAX_MACHINES) {
        throw new IOException("there are " + MAX_MACHINES + " machines noted already");
      }
      write(new Used(machine, Stage.BEGUN, now()));
      return true;
    } catch (IOException e) {
      return refused(machine, e);
    }
  }

  /**
   * What cannot be noted would boot again and again, which may install a machine anew each time.
   */
  private static boolean refused(String machine, IOException e) {
    LOG.error("{} does not boot from the network: {}", machine, e.getMessage());
    return false;
  }

  /** Notes that {@code machine} runs; of no effect for one whose boot has not begun. */
  public synchronized void booted(String machine) {
    try {
      if (read(file(machine)).isPresent()) {
        write(new Used(machine, Stage.BOOTED, now()));
      }
    } catch (IOException e) {
      LOG.error("cannot note that {} has booted: {}", machine, e.getMessage());
    }
  }

  /**
   * Has {@code machine} boot once more. Returns whether it had used its boot.
   *
   * @throws IOException when that cannot be noted
   */
  public boolean again(String machine) throws IOException {
    return Files.deleteIfExists(file(machine));
  }

  /** All machines that have begun their boot, by name. */
  public List<Used> all() throws IOException {
    List<Used> all = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.filter(OneTimeBoots::isNote).sorted().toList()) {
          read(file).ifPresent(all::add);
        }
      }
    }
    return all;
  }

  /** The others are what was left of a crash. */
  private static boolean isNote(Path file) {
    return file.getFileName().toString().endsWith(ENDING);
  }

  private long count() throws IOException {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** One line: stage, time, machine. */
  private static Optional<Used> read(Path file) throws IOException {
    String[] words;
    try {
      words = Files.readString(file).strip().split(" ", 3);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      if (words.length == 3) {
        Stage stage = Stage.valueOf(words[0].toUpperCase(Locale.ROOT));
        return Optional.of(new Used(words[2], stage, Instant.parse(words[1])));
      }
    } catch (DateTimeException | IllegalArgumentException e) {
      LOG.debug("{}", file, e);
    }
    throw new IOException(file + " is not what this program writes; delete it");
  }

  private void write(Used used) throws IOException {
    DirectoryOwner.makeDirectories(directory);
    String line =
        used.stage().name().toLowerCase(Locale.ROOT) + " " + used.since() + " " + used.machine();
    Path temporary = Files.createTempFile(directory, "", ".tmp");
    Files.writeString(temporary, line + "\n");
    DirectoryOwner.inherit(temporary);
    Files.move(
        temporary,
        file(used.machine()),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private Path file(String machine) {
    StringBuilder name = new StringBuilder();
    for (byte b : machine.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b == '-' || b == '_' || (b > 0 && Character.isLetterOrDigit(b));
      name.append(plain ? String.valueOf((char) b) : "~%02x".formatted(b));
    }
    String whole =
        name.length() <= MAX_NAME
            ? name.toString()
            : Sha256.of(ByteBuffer.wrap(machine.getBytes(StandardCharsets.UTF_8))).hex();
    return directory.resolve(whole + ENDING);
  }
}
