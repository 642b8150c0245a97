package org.pairboot.it.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** GnuPG with a home directory of its own, which holds one secret key. */
public final class GnuPg implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Path home;

  private GnuPg(Path home) {
    this.home = home;
  }

  /**
   * Makes a key.
   *
   * @param expires as {@code gpg --quick-gen-key} takes it, such as {@code never} or {@code
   *     seconds=1}
   */
  public static GnuPg withNewKey(Path home, String user, String expires) {
    Tools.need("gpg", "gpg");
    try {
      Files.createDirectory(
          home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    GnuPg gpg = new GnuPg(home);
    gpg.run("--passphrase", "", "--quick-gen-key", user, "default", "default", expires);
    return gpg;
  }

  /** Writes the public key. */
  public void export(Path file) {
    run("--output", file.toString(), "--export");
  }

  /** Signs {@code file}; the detached signature has {@code .sig} at the end of its name. */
  public void sign(Path file) {
    run("--yes", "--output", file + ".sig", "--detach-sign", file.toString());
  }

  private void run(String... arguments) {
    List<String> line =
        new ArrayList<>(List.of("gpg", "--homedir", home.toString(), "--batch", "--no-tty"));
    line.addAll(List.of(arguments));
    Command.run(line, LIMIT).succeeded();
  }

  /** Ends the agent that GnuPG has started. */
  @Override
  public void close() {
    Command.run(List.of("gpgconf", "--homedir", home.toString(), "--kill", "all"), LIMIT);
  }
}
