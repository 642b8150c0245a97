package org.pairboot.it.attack;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.pairboot.it.lab.Command;

/** The command behind {@code it/attack}, where its help is. */
public final class Campaign {
  private final Scale scale;
  private final boolean json;
  private final List<Finding> findings = new ArrayList<>();

  private Campaign(Scale scale, boolean json) {
    this.scale = scale;
    this.json = json;
  }

  /** {@code [--full] [--minutes N] [--seed N] [--json]}. */
  public static void main(String[] arguments) throws IOException {
    List<String> words = List.of(arguments);
    Scale scale = words.contains("--full") ? Scale.full() : Scale.brief();
    int minutes = words.indexOf("--minutes");
    if (minutes >= 0) {
      scale = scale.during(Duration.ofMinutes(Integer.parseInt(words.get(minutes + 1))));
    }
    int seed = words.indexOf("--seed");
    if (seed >= 0) {
      scale = scale.seeded(Long.parseLong(words.get(seed + 1)));
    }
    Campaign campaign = new Campaign(scale, words.contains("--json"));
    Path directory = Files.createTempDirectory("pairboot-attack");
    boolean holds;
    try {
      holds = campaign.run(directory);
    } finally {
      Command.deleteTree(directory);
    }
    System.exit(holds ? 0 : 1);
  }

  private boolean run(Path directory) throws IOException {
    AttackFiles files = new AttackFiles(directory);
    try (AttackNetwork network = AttackNetwork.create()) {
      forged(network, files);
      damaged(network, files);
    }
    if (json) {
      System.out.println(new ObjectMapper().writeValueAsString(findings));
    }
    List<Finding> broken = findings.stream().filter(finding -> !finding.holds()).toList();
    System.err.println(
        broken.isEmpty() ? "all bounds hold" : "bounds that do not hold: " + broken.size());
    return broken.isEmpty();
  }

  private void forged(AttackNetwork network, AttackFiles files) {
    List<String> settings = scale.forgedSettings();
    try (AttackedServer pool = AttackedServer.start(network, files, 1, 512, settings);
        AttackedServer narrow = AttackedServer.start(network, files, 2, 32, settings);
        AttackedServer single = AttackedServer.start(network, files, 3, 1, settings)) {
      List<AttackedServer> servers = List.of(pool, narrow, single);
      ForgedReads reads = new ForgedReads(network, new Random(scale.seed()));
      reads.run(servers, scale.transferLife()).forEach(this::tell);
      servers.forEach(server -> tell(server.afterwards()));
    }
  }

  private void damaged(AttackNetwork network, AttackFiles files) {
    Random random = new Random(scale.seed());
    List<String> settings = scale.forgedSettings();
    // One after the other: their answers are counted together, for all of the servers' network.
    for (int ports : List.of(1, 512)) {
      try (AttackedServer server = AttackedServer.start(network, files, 4, ports, settings)) {
        tell(new Reflections(network).run(server, scale.transferLife()));
        tell(server.afterwards());
        server.mark();
        tell(new DamagedPackets(network, scale, random).run(server));
        tell(server.afterwards());
        if (ports > 1) {
          server.mark();
          tell(new DamagedRequests(scale).run(server));
          tell(server.afterwards());
        }
      }
    }
  }

  private void tell(Finding finding) {
    if (findings.isEmpty() && !json) {
      line("attack", "load", "result", "bound", "");
    }
    findings.add(finding);
    if (!json) {
      line(
          finding.attack(),
          finding.load(),
          finding.result(),
          finding.bound(),
          finding.holds() ? "ok" : "BROKEN");
    }
  }

  private static void line(Object... cells) {
    System.out.printf(Locale.ROOT, "%-52s | %-42s | %-56s | %-34s | %s%n", cells);
  }
}
