package org.pairboot.conf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The facts about this process and its machine that defaults depend on.
 *
 * @param root whether the process runs as root
 * @param lowPorts whether the process may bind ports below 1024
 * @param home the user's home directory
 * @param environment environment variables
 */
public record Host(boolean root, boolean lowPorts, Path home, Map<String, String> environment) {
  private static final Path PROCESS_STATUS = Path.of("/proc/self/status");
  private static final Path UNPRIVILEGED_PORTS =
      Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");

  /** Bit of CAP_NET_BIND_SERVICE in the kernel's capability sets, capabilities(7). */
  private static final int CAP_NET_BIND_SERVICE = 10;

  /** Inspects the running process. */
  public static Host current() {
    List<String> status = lines(PROCESS_STATUS);
    boolean root = field(status, "Uid:").map(ids -> ids.split("\\s+")[1].equals("0")).orElse(false);
    return new Host(
        root, hasCapability(status) || unprivilegedPorts(), homeDirectory(), System.getenv());
  }

  Path dataDir() {
    return root
        ? Path.of("/var/lib/pairboot")
        : xdg("XDG_DATA_HOME", ".local/share").resolve("pairboot");
  }

  /** Places of the settings file: the user's first, then the system's. */
  List<Path> configFiles() {
    return List.of(
        xdg("XDG_CONFIG_HOME", ".config").resolve("pairboot/pairboot.conf"),
        Path.of("/etc/pairboot/pairboot.conf"));
  }

  private Path xdg(String variable, String fallback) {
    String value = environment.getOrDefault(variable, "");
    // The XDG Base Directory Specification says to ignore relative paths.
    return value.startsWith("/") ? Path.of(value) : home.resolve(fallback);
  }

  private static Path homeDirectory() {
    return Path.of(System.getProperty("user.home", "/"));
  }

  private static boolean hasCapability(List<String> status) {
    return field(status, "CapEff:")
        .map(hex -> (Long.parseUnsignedLong(hex, 16) >> CAP_NET_BIND_SERVICE & 1) == 1)
        .orElse(false);
  }

  private static boolean unprivilegedPorts() {
    return lines(UNPRIVILEGED_PORTS).stream()
        .findFirst()
        .map(first -> Integer.parseInt(first.strip()) <= ListenAddress.TFTP.standardPort())
        .orElse(false);
  }

  private static Optional<String> field(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .findFirst();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      // Not Linux, or /proc is not mounted: assume an ordinary user.
      return List.of();
    }
  }
}
