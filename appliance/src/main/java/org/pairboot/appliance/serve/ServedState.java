package org.pairboot.appliance.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.pairboot.artifacts.content.DirectoryOwner;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.disk.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which state of the store a running server serves, as it says in {@code run/images} of its data
 * directory: a command that has changed the store waits there, so that whoever fetches after it
 * gets what it has changed. Thread-safe.
 */
public final class ServedState {
  private static final Logger LOG = LoggerFactory.getLogger(ServedState.class);

  /** Far longer than a server takes, and short enough for a person. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

  private static final int MAX_BYTES = 4096;

  private final long pid = ProcessHandle.current().pid();
  private Optional<Path> file = Optional.empty();
  private Optional<String> served = Optional.empty();

  /** From now on, commands that change the store in {@code dataDir} can wait for this server. */
  synchronized void announce(Path dataDir) {
    file = Optional.of(file(dataDir));
    write();
  }

  /** This process serves the state {@code now} of its store. */
  synchronized void serves(String now) {
    served = Optional.of(now);
    write();
  }

  private void write() {
    if (file.isEmpty() || served.isEmpty()) {
      return;
    }
    Path draft = file.get().resolveSibling("images." + pid + ".new");
    try {
      DirectoryOwner.makeDirectories(draft.getParent());
      Files.writeString(draft, text(pid, served.get()));
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(draft, file.get(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.debug("cannot tell commands what is served", e);
    }
  }

  private static String text(long pid, String state) {
    return pid + " " + state + "\n";
  }

  private static Path file(Path dataDir) {
    return dataDir.resolve("run").resolve("images");
  }

  /**
   * Waits, for some seconds at most, until the server that is running with {@code store} serves
   * what is in it now. Returns at once when none is running.
   */
  public static void await(ImageStore store) {
    Path dataDir = store.directory();
    long end = System.nanoTime() + LIMIT.toNanos();
    try {
      Optional<RunningServer> server = RunningServer.find(dataDir);
      while (server.isPresent() && !serves(server.get(), store)) {
        if (System.nanoTime() - end > 0) {
          LOG.warn(
              "the running server (process {}) does not serve this change yet; its log says why if"
                  + " it does not soon",
              server.get().pid());
          return;
        }
        Thread.sleep(BETWEEN_LOOKS);
        server = RunningServer.find(dataDir);
      }
    } catch (StoreException e) {
      LOG.debug("cannot wait for the running server", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean serves(RunningServer server, ImageStore store) throws StoreException {
    Path file = file(store.directory());
    try {
      // What a server has written is a small file; a link or a named pipe may never end.
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && Files.size(file) <= MAX_BYTES
          && Files.readString(file, StandardCharsets.UTF_8)
              .equals(text(server.pid(), store.state()));
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      LOG.debug("cannot read {}", file, e);
      return false;
    }
  }
}
