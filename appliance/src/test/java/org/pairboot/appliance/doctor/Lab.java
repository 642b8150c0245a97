package org.pairboot.appliance.doctor;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.appliance.doctor.report.Check.Finding.Level;
import org.pairboot.appliance.host.NetworkCard;
import org.pairboot.conf.Host;
import org.pairboot.conf.LoadedSettings;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;
import org.pairboot.conf.SettingsLoader;

/** Settings and network cards for tests of checks, and a short form of findings. */
public final class Lab {
  private Lab() {}

  /** The defaults for a user who may use low ports, except {@code overrides}. */
  public static Settings settings(Path dataDir, String... overrides) throws SettingsException {
    return loaded(dataDir, overrides).settings();
  }

  /** Like {@link #settings}, with their places. */
  public static LoadedSettings loaded(Path dataDir, String... overrides) throws SettingsException {
    Host host = new Host(false, true, dataDir, Map.of());
    return new SettingsLoader(host)
        .load(
            new SettingsLoader.CommandLine(
                Optional.empty(),
                Optional.of(dataDir),
                Stream.concat(Stream.of("boot.plans=[]"), Stream.of(overrides)).toList()));
  }

  public static NetworkCard card(String name, int mtu, String... addresses) {
    return new NetworkCard(
        name, mtu, name.equals("lo"), Stream.of(addresses).map(InetAddress::ofLiteral).toList());
  }

  /** The findings above level OK, each as {@code LEVEL WHERE: WHAT}. */
  public static List<String> notOk(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.level() != Level.OK)
        .map(finding -> finding.level() + " " + finding.where() + ": " + finding.what())
        .toList();
  }
}
