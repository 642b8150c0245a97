package org.pairboot.tftp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pairboot.conf.Host;
import org.pairboot.conf.SettingsException;
import org.pairboot.conf.SettingsLoader;
import org.pairboot.conf.SettingsLoader.CommandLine;
import org.pairboot.conf.TftpSettings;

/**
 * The real defaults, listening on any port of the loopback address; but with long timeouts, so that
 * the stalls of a busy machine cause no retransmissions in tests that check every packet.
 */
public final class TestSettings {
  private TestSettings() {}

  /**
   * @param overrides such as {@code port-mode=single}
   */
  public static TftpSettings create(String... overrides) {
    List<String> all =
        new ArrayList<>(List.of("tftp.listen=127.0.0.1:0", "tftp.retransmit.floor=1s"));
    for (String override : overrides) {
      all.add("tftp." + override);
    }
    try {
      // An empty file, so that no configuration of this machine is used.
      Path file = Files.createTempFile("pairboot", ".conf");
      try {
        Host host = new Host(false, false, file.getParent(), Map.of());
        CommandLine commandLine = new CommandLine(Optional.of(file), Optional.empty(), all);
        return new SettingsLoader(host).load(commandLine).settings().tftp();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SettingsException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
