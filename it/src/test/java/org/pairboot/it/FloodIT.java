package org.pairboot.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.Appliance;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.soak.ExpectedFile;
import org.pairboot.it.soak.Flood;
import org.pairboot.it.soak.Manner;
import org.pairboot.it.soak.MemoryWatch;
import org.pairboot.it.soak.ReadPlan;
import org.pairboot.it.soak.ReadResult;
import org.pairboot.it.soak.ReadRun;

/** Machines boot while somebody floods the server with requests in the names of others. */
@EnabledOnOs(OS.LINUX)
class FloodIT {
  private static final String NAME = "images/flood/1/file";

  /** Requests in a second. There is one machine here for flood, server and clients. */
  private static final int RATE = 5000;

  private static final int MACHINES = 60;
  private static final int PACKETS_BEFORE_PROOF = 3;
  private static final int BURST = 2000;
  private static final int TOKENS_PER_SECOND = 1000;

  /** Requests that come before the machines, and so spend what may be spent at once. */
  private static final int AHEAD = 10_000;

  /** The largest heap of the server, in MiB: a flood makes garbage, and no more than that. */
  private static final long MEMORY_TO_GROW_BY = 384;

  @TempDir private Path directory;

  private ExpectedFile file;
  private Path dataDir;

  @BeforeEach
  void importFile() {
    SeededFile seeded = SeededFile.write(directory.resolve("file"), 3_000_000);
    file = ExpectedFile.of(NAME, seeded);
    dataDir = directory.resolve("data");
    TestImage image =
        TestImage.write(directory.resolve("image"), "1", 1000).withExtras(List.of(seeded.path()));
    new Cli(dataDir).importImage("flood", image);
  }

  /** Loopback has to lose its privilege first. */
  private Appliance serve() {
    return Appliance.serve(dataDir, "tftp.unproven.exempt=[]", "tftp.unproven.burst=" + BURST);
  }

  private record Observation(long requests, long answers, Duration duration) {}

  private Observation flood(String title, Function<Random, InetAddress> origin) throws IOException {
    try (Appliance appliance = serve();
        MemoryWatch memory = new MemoryWatch(appliance.process())) {
      InetSocketAddress server = new InetSocketAddress("127.0.0.1", appliance.tftpPort());
      long start = System.nanoTime();
      Flood flood = new Flood(server, NAME, origin, RATE);
      ReadResult result;
      try (flood) {
        await().atMost(Duration.ofSeconds(30)).until(() -> flood.requests() > AHEAD);
        result = new ReadRun(server, 1, 0).read(machines());
      }
      Duration duration = Duration.ofNanos(System.nanoTime() - start);
      double amplification = (double) flood.answerBytes() / flood.requestBytes();
      System.out.printf(
          Locale.ROOT,
          "Flood from %s: %d requests and %d answers in %.1f s, %.2f times the bytes; server memory"
              + " %d MiB before, %d at most; machines: %s%n",
          title,
          flood.requests(),
          flood.answers(),
          duration.toMillis() / 1000.0,
          amplification,
          memory.before(),
          memory.peak(),
          result);
      assertThat(result.failures()).isEmpty();
      assertThat(result.complete()).isEqualTo(MACHINES);
      assertThat(memory.peak()).isLessThan(memory.before() + MEMORY_TO_GROW_BY);
      return new Observation(flood.requests(), flood.answers(), duration);
    }
  }

  private List<ReadPlan> machines() {
    List<ReadPlan> plans = new ArrayList<>();
    for (int i = 0; i < MACHINES; i++) {
      int windowsize = i % 2 == 0 ? 1 : 8;
      plans.add(new ReadPlan(ReadPlan.address(i), file, 1428, windowsize, Manner.ONCE_PER_GAP));
    }
    return plans;
  }

  /** The network whose addresses are forged gets no more than the settings say. */
  @Test
  void machinesBootInAFloodFromOneNetworkWhichGetsFewAnswers() throws IOException {
    Observation seen = flood("one network", Flood::oneNetwork);
    assertThat(seen.requests()).isGreaterThan(AHEAD);
    assertThat(seen.answers())
        .isPositive()
        .isLessThanOrEqualTo(BURST + TOKENS_PER_SECOND * (1 + seen.duration().toSeconds()));
  }

  /** No network is asked too much here; so what is bounded is the answers to each request. */
  @Test
  void machinesBootInAFloodFromEverywhere() throws IOException {
    Observation seen = flood("everywhere", Flood::everywhere);
    assertThat(seen.answers())
        .isPositive()
        .isLessThanOrEqualTo(PACKETS_BEFORE_PROOF * seen.requests());
  }
}
