package org.pairboot.appliance.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.pairboot.appliance.host.Processes;
import org.pairboot.artifacts.content.DirectoryOwner;
import org.pairboot.artifacts.text.Json;
import org.pairboot.conf.HostPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that is running now, as it says of itself in {@code run/server.json} of its data
 * directory. Other commands need it, because only the server knows the ports that it could bind and
 * the settings file that it was started with. Everybody may read the file, so it has no secrets.
 *
 * @param started when the server was ready
 * @param addresses those that are really open
 * @param settingsFile that it was started with; empty when it had none
 */
public record RunningServer(
    long pid, Instant started, Addresses addresses, Optional<Path> settingsFile) {
  private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);

  private static final Path PROC = Path.of("/proc");

  /** The file has some 300 bytes. */
  private static final int MAX_BYTES = 64 * 1024;

  /**
   * Where a server listens, with the ports that are really open.
   *
   * @param tftp may be a wildcard address; empty: off. Likewise the others.
   */
  public record Addresses(
      Optional<InetSocketAddress> tftp,
      Optional<InetSocketAddress> http,
      Optional<InetSocketAddress> https) {}

  /** The file of a running server, until the server ends. */
  public static final class Announcement implements AutoCloseable {
    private final Path file;
    private final byte[] content;

    private Announcement(Path file, byte[] content) {
      this.file = file;
      this.content = content;
    }

    /** Deletes the file, unless another server of this data directory has replaced it. */
    @Override
    public void close() {
      try {
        if (Arrays.equals(content, Files.readAllBytes(file))) {
          Files.delete(file);
        }
      } catch (NoSuchFileException e) {
        // Somebody has deleted it already.
      } catch (IOException e) {
        // Commands see that the process is gone.
        LOG.debug("could not delete {}", file, e);
      }
    }
  }

  /**
   * The server that is running with {@code dataDir}. Empty when there is none, and for everything
   * that does not say so beyond doubt: a file of a process that has ended, whose number another
   * process may have by now; a file that cannot be read or is something else.
   */
  public static Optional<RunningServer> find(Path dataDir) {
    return find(dataDir, new Processes(PROC));
  }

  static Optional<RunningServer> find(Path dataDir, Processes processes) {
    Path file = file(dataDir);
    try {
      // A link or a named pipe is nothing that a server has written, and may never end.
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        JsonNode json = Json.MAPPER.readTree(in.readNBytes(MAX_BYTES));
        long pid = json.path("pid").asLong();
        Optional<String> birth = processes.birth(pid);
        return birth.isPresent() && birth.get().equals(json.path("process").asText())
            ? Optional.of(parse(pid, json))
            : Optional.empty();
      }
    } catch (IOException
        | DateTimeException
        | IllegalArgumentException
        | NoSuchElementException e) {
      LOG.debug("{} is ignored", file, e);
      return Optional.empty();
    }
  }

  private static RunningServer parse(long pid, JsonNode json) {
    JsonNode addresses = json.path("addresses");
    return new RunningServer(
        pid,
        Instant.parse(json.path("started").asText()),
        new Addresses(
            address(addresses, "tftp"), address(addresses, "http"), address(addresses, "https")),
        text(json, "settingsFile").map(Path::of));
  }

  private static Optional<InetSocketAddress> address(JsonNode json, String name) {
    // Only literals, which ask no name server.
    return text(json, name)
        .flatMap(HostPort::parse)
        .map(read ->
            new InetSocketAddress(InetAddress.ofLiteral(read.host()), read.port().orElseThrow()));
  }

  private static Optional<String> text(JsonNode json, String name) {
    return Optional.ofNullable(json.path(name).textValue());
  }

  /**
   * Announces that this process serves {@code dataDir}.
   *
   * @return deletes the file when it is closed; empty when the file could not be written, which
   *     does not keep a server from serving
   */
  public static Optional<Announcement> announce(
      Path dataDir, Addresses addresses, Optional<Path> settingsFile) {
    long pid = ProcessHandle.current().pid();
    RunningServer server =
        new RunningServer(
            pid,
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            addresses,
            settingsFile.map(Path::toAbsolutePath));
    Path file = file(dataDir);
    try {
      byte[] content = server.json(new Processes(PROC).birth(pid).orElse(""));
      DirectoryOwner.makeDirectories(file.getParent());
      Path draft = file.resolveSibling("server.json." + pid + ".new");
      Files.write(draft, content);
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      return Optional.of(new Announcement(file, content));
    } catch (IOException e) {
      LOG.warn(
          "cannot write {}, so that other commands guess this server's addresses: {}",
          file,
          e.getMessage());
      return Optional.empty();
    }
  }

  /** For people. */
  @Override
  public String toString() {
    return "the running server (process " + pid + ")";
  }

  private byte[] json(String process) throws IOException {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("pid", pid).put("process", process).put("started", started.toString());
    ObjectNode open = json.putObject("addresses");
    addresses.tftp().ifPresent(address -> open.put("tftp", HostPort.format(address)));
    addresses.http().ifPresent(address -> open.put("http", HostPort.format(address)));
    addresses.https().ifPresent(address -> open.put("https", HostPort.format(address)));
    settingsFile.ifPresent(settings -> json.put("settingsFile", settings.toString()));
    return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
  }

  private static Path file(Path dataDir) {
    return dataDir.resolve("run").resolve("server.json");
  }
}
