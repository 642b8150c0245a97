package org.pairboot.appliance.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Reads the firewall rules of this machine. */
public final class Nftables {
  /** Where distributions install nft; the PATH of users and services may lack these directories. */
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/sbin/nft"), Path.of("/sbin/nft"), Path.of("/usr/bin/nft"));

  /** A large ruleset has a few megabytes; more is not worth the memory. */
  private static final int MAX_BYTES = 16 << 20;

  private Nftables() {}

  /** All rules as JSON; empty when nft is not installed, or only root may run it. */
  public static Optional<String> ruleset() {
    Optional<Path> nft = PLACES.stream().filter(Files::isExecutable).findFirst();
    return nft.flatMap(Nftables::run);
  }

  private static Optional<String> run(Path nft) {
    try {
      Process process =
          new ProcessBuilder(nft.toString(), "-j", "list", "ruleset")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream out = process.getInputStream()) {
        String rules = new String(out.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        return process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() == 0
            ? Optional.of(rules)
            : Optional.empty();
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
