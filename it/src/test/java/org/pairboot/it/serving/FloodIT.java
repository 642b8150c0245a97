package org.pairboot.it.serving;

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
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.load.LoadPlan;
import org.pairboot.it.load.LoadResult;
import org.pairboot.it.load.MemoryWatch;
import org.pairboot.it.load.ReadPlan;
import org.pairboot.it.load.ReadPlan.GapReply;
import org.pairboot.it.load.RequestFlood;
import org.pairboot.it.load.TftpLoad;

/** Machines boot while a flood of requests with forged source addresses hits the server. */
@EnabledOnOs(OS.LINUX)
class FloodIT {
  private static final String NAME = "images/flood/1/file";

  /** Requests per second. Flood, server and clients share one machine here. */
  private static final int RATE = 5000;

  private static final int MACHINES = 60;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int PACKETS_BEFORE_PROOF = 3;
  private static final int BURST = 2000;
  private static final int TOKENS_PER_SECOND = 1000;

  /** Requests before the machines start; they use up the burst. */
  private static final int HEAD_START = 10_000;

  /**
   * In MiB: the maximum heap of the server, and compiled code and buffers. A flood creates garbage,
   * but must not leak.
   */
  private static final long MAX_GROWTH = 384 + 64;

  @TempDir private Path directory;

  private SeededFile file;
  private Path dataDir;

  @BeforeEach
  void importFile() {
    file = SeededFile.write(directory.resolve("file"), 3_000_000);
    dataDir = directory.resolve("data");
    TestImage image =
        TestImage.write(directory.resolve("image"), "1", 1000).withExtras(List.of(file.path()));
    new Cli(dataDir).importImage("flood", image);
  }

  /** By default loopback is exempt from the limit on unproven clients. */
  private PairbootServer serve() {
    return PairbootServer.serve(dataDir, "tftp.unproven.exempt=[]", "tftp.unproven.burst=" + BURST);
  }

  private record Observation(long requests, long answers, Duration duration) {}

  private Observation flood(String title, Function<Random, InetAddress> origin) throws IOException {
    try (PairbootServer server = serve();
        MemoryWatch memory = new MemoryWatch(server.process())) {
      InetSocketAddress address = new InetSocketAddress("127.0.0.1", server.tftpPort());
      long start = System.nanoTime();
      RequestFlood flood = new RequestFlood(address, NAME, origin, RATE);
      LoadResult result;
      try (flood) {
        await().atMost(Duration.ofSeconds(30)).until(() -> flood.requests() > HEAD_START);
        result = TftpLoad.onLoopback(server.tftpPort()).run(machines());
      }
      Duration duration = Duration.ofNanos(System.nanoTime() - start);
      double amplification = (double) flood.answerBytes() / flood.requestBytes();
      System.out.printf(
          Locale.ROOT,
          "Flood from %s: %d requests and %d answers in %.1f s, amplification %.2f; server memory"
              + " %d MiB before, peak %d; machines: %s%n",
          title,
          flood.requests(),
          flood.answers(),
          duration.toMillis() / 1000.0,
          amplification,
          memory.before(),
          memory.peak(),
          result);
      assertThat(result.problems()).isEmpty();
      assertThat(memory.peak()).isLessThan(memory.before() + MAX_GROWTH);
      return new Observation(flood.requests(), flood.answers(), duration);
    }
  }

  private LoadPlan machines() {
    List<ReadPlan> reads = new ArrayList<>();
    for (int i = 0; i < MACHINES; i++) {
      int windowsize = i % 2 == 0 ? 1 : 8;
      reads.add(ReadPlan.firmware(NAME, file.path(), 1428, windowsize, GapReply.ONCE_PER_GAP));
    }
    return LoadPlan.of(reads).lingering().within(LIMIT);
  }

  /** The forged network gets no more answers than the settings allow. */
  @Test
  void machinesBootInAFloodFromOneNetworkThatGetsFewAnswers() throws IOException {
    Observation observed = flood("one network", RequestFlood::oneNetwork);
    assertThat(observed.requests()).isGreaterThan(HEAD_START);
    assertThat(observed.answers())
        .isPositive()
        .isLessThanOrEqualTo(BURST + TOKENS_PER_SECOND * (1 + observed.duration().toSeconds()));
  }

  /**
   * It is in the network of the machines, which would share its tokens if it could take them all.
   */
  @Test
  void machinesBootBesideANeighbourThatNeverStopsAsking() throws IOException {
    InetAddress neighbour = InetAddress.ofLiteral("127.0.0.2");
    Observation observed = flood("a neighbour", _ -> neighbour);
    assertThat(observed.answers())
        .isPositive()
        .isLessThanOrEqualTo(
            2 * (BURST + TOKENS_PER_SECOND * (1 + observed.duration().toSeconds())) / 8);
  }

  /** No single network exceeds its limit here, so the bound is the answers per request. */
  @Test
  void machinesBootInAFloodFromEverywhere() throws IOException {
    Observation observed = flood("everywhere", RequestFlood::everywhere);
    assertThat(observed.answers())
        .isPositive()
        .isLessThanOrEqualTo(PACKETS_BEFORE_PROOF * observed.requests());
  }
}
