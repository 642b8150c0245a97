package org.pairboot.appliance.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks for the rules of this machine's firewall. */
public final class Nftables {
  /** Where distributions put it; the PATH of ordinary users and services may not have it. */
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/sbin/nft"), Path.of("/sbin/nft"), Path.of("/usr/bin/nft"));

  private static final int MAX_BYTES = 16 << 20;

  private Nftables() {}

  /** All rules as JSON; empty where the program is not there or only root may ask it. */
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
