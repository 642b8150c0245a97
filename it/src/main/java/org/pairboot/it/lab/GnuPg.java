package org.pairboot.it.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** GnuPG with its own home directory and one secret key. */
public final class GnuPg implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Path home;
  private final List<String> clock;

  private GnuPg(Path home, List<String> clock) {
    this.home = home;
    this.clock = clock;
  }

  /**
   * Creates a key.
   *
   * @param expires as for {@code gpg --quick-gen-key}, such as {@code never} or {@code seconds=1}
   */
  public static GnuPg withNewKey(Path home, String user, String expires) {
    return withNewKey(home, user, expires, List.of());
  }

  /** Creates a key from 2020 that expired in 2021; its signatures are from 2020 too. */
  public static GnuPg withExpiredKey(Path home, String user) {
    return withNewKey(home, user, "1y", List.of("--faked-system-time", "20200101T000000!"));
  }

  private static GnuPg withNewKey(Path home, String user, String expires, List<String> clock) {
    Tools.need("gpg:gpg");
    try {
      Files.createDirectory(
          home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    GnuPg gpg = new GnuPg(home, clock);
    gpg.run("--passphrase", "", "--quick-gen-key", user, "default", "default", expires);
    return gpg;
  }

  /** Revokes the key with the certificate that GnuPG creates with each key. */
  public void revoke() {
    try (Stream<Path> files = Files.list(home.resolve("openpgp-revocs.d"))) {
      Path certificate = files.filter(file -> file.toString().endsWith(".rev")).findFirst().get();
      // A colon before the armor prevents an import by accident.
      String armored = Files.readString(certificate).replace(":-----BEGIN", "-----BEGIN");
      run("--import", Files.writeString(home.resolve("revocation.asc"), armored).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the public key. */
  public void export(Path file) {
    run("--output", file.toString(), "--export");
  }

  /** Signs {@code file}; the detached signature goes to {@code file.sig}. */
  public void sign(Path file) {
    run("--yes", "--output", file + ".sig", "--detach-sign", file.toString());
  }

  private void run(String... arguments) {
    List<String> line =
        new ArrayList<>(List.of("gpg", "--homedir", home.toString(), "--batch", "--no-tty"));
    line.addAll(clock);
    line.addAll(List.of(arguments));
    Command.run(line, LIMIT).succeeded();
  }

  /** Stops the agent that GnuPG started. */
  @Override
  public void close() {
    Command.run(List.of("gpgconf", "--homedir", home.toString(), "--kill", "all"), LIMIT);
  }
}
