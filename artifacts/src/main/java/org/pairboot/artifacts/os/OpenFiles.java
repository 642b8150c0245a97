package org.pairboot.artifacts.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many files and sockets a process may have open, and what a server does with them. Sockets for
 * clients never take the last of them: without any, the JVM could load no more classes, and nothing
 * could be opened that a request asks for.
 *
 * @param limit of RLIMIT_NOFILE; {@link Long#MAX_VALUE} where there is none
 */
public record OpenFiles(long limit) {
  /**
   * What is left for the rest: some 70 for a server's program, then the files that it serves, of
   * which all clients share one, and those that it reads plans and images from.
   */
  private static final int SPARE = 192;

  /** Below this a server could serve hardly anybody. */
  private static final int LEAST = 256;

  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Pattern LINE = Pattern.compile("(?m)^Max open files +(\\d+|unlimited) ");

  /** TFTP has sockets for IPv4 and for IPv6. */
  private static final int FAMILIES = 2;

  /** Of these pools together; the rest is for HTTP, whose clients need one each. */
  private static final int POOLS_SHARE = 4;

  /** The largest pool that settings can name. */
  private static final int MAX_PORTS = 1024;

  /** Those of this process, which the JVM has raised as far as it may. */
  public static OpenFiles ofProcess() {
    try {
      return parse(Files.readString(LIMITS));
    } catch (IOException e) {
      // Without /proc, as on other systems than Linux.
      return new OpenFiles(Long.MAX_VALUE);
    }
  }

  static OpenFiles parse(String limits) {
    Matcher line = LINE.matcher(limits);
    return new OpenFiles(
        line.find() && !line.group(1).equals("unlimited")
            ? Long.parseLong(line.group(1))
            : Long.MAX_VALUE);
  }

  /**
   * Checks that a server can work.
   *
   * @throws IOException if not; the message says what to do
   */
  public void check() throws IOException {
    if (limit < LEAST) {
      throw new IOException(
          "this process may have only %d files open, and a server needs %d; raise the limit with LimitNOFILE= in the unit, --ulimit nofile= of the container, or 'ulimit -n'"
              .formatted(limit, LEAST));
    }
  }

  /** How many ports a TFTP server may have for its transfers on each of {@code addresses}. */
  public int ports(int wanted, int addresses) {
    return Math.clamp(clients() / POOLS_SHARE / Math.max(FAMILIES, addresses), 1, wanted);
  }

  /** How many connections each of {@code listeners} of an HTTP server may have. */
  public int connections(int wanted, int listeners) {
    long ports = FAMILIES * (long) ports(MAX_PORTS, FAMILIES);
    return Math.clamp((clients() - ports) / listeners, 1, wanted);
  }

  /** Sockets for all clients together. */
  private long clients() {
    return Math.max(0, limit - SPARE);
  }
}
