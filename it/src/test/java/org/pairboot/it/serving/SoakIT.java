package org.pairboot.it.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
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
import org.pairboot.it.load.TftpLoad;

/**
 * Hundreds of machines boot on a bad network: no transfer fails, no byte is wrong, and the server
 * does not grow. {@code -Dpairboot.soak=full} runs 2000 machines with 5 MB each.
 */
@EnabledOnOs(OS.LINUX)
class SoakIT {
  private static final boolean FULL = System.getProperty("pairboot.soak", "").equals("full");
  private static final int CLIENTS = FULL ? 2000 : 300;
  private static final long SIZE = FULL ? 5_000_000 : 2_000_000;
  private static final double LOSS = 0.01;
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int BLKSIZE = 1428;
  private static final int[] WINDOWS = {1, 4, 8, 16, 32, 64};
  private static final int FILES = 4;

  /** In MiB: the buffers of all transfers, and garbage that is not collected yet. */
  private static final long MAX_GROWTH = 160;

  private static final Pattern RETRANSMITS = Pattern.compile("(?m) (\\d+) retransmits$");
  private static final Pattern ENDED =
      Pattern.compile("(?m)TFTP .*: (completed|completed-unconfirmed), ");

  @TempDir private Path directory;

  private final List<SeededFile> files = new ArrayList<>();
  private PairbootServer server;

  @BeforeEach
  void serve() {
    for (int i = 0; i < FILES; i++) {
      files.add(SeededFile.write(directory.resolve("soak-" + i), SIZE + i));
    }
    List<Path> paths = files.stream().map(SeededFile::path).toList();
    Path dataDir = directory.resolve("data");
    new Cli(dataDir)
        .importImage(
            "soak", TestImage.write(directory.resolve("image"), "1", 1000).withExtras(paths));
    // All clients have one address here, about which the log would otherwise be short.
    server = PairbootServer.serve(dataDir, "log.level=debug");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private LoadResult read(int clients, long seed) {
    List<ReadPlan> reads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      int file = i % FILES;
      reads.add(
          ReadPlan.firmware(
              "images/soak/1/soak-" + file,
              files.get(file).path(),
              BLKSIZE,
              WINDOWS[i % WINDOWS.length],
              GapReply.values()[i / WINDOWS.length % 2]));
    }
    LoadPlan plan = LoadPlan.of(reads).losing(LOSS).lingering().within(LIMIT).seeded(seed);
    return TftpLoad.onLoopback(server.tftpPort()).run(plan);
  }

  @Test
  void machinesOnABadNetworkGetEveryByteAndTheServerDoesNotGrow() {
    int warmUp = CLIENTS / 10;
    read(warmUp, 1);
    try (MemoryWatch memory = new MemoryWatch(server.process())) {
      LoadResult result = read(CLIENTS, 2);
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> ENDED.matcher(server.log()).results().count() == warmUp + CLIENTS);
      System.out.printf(
          Locale.ROOT,
          "Soak: %s; %d packets retransmitted by the server; its memory: %d MiB before, peak %d, %d"
              + " after%n",
          result,
          retransmits(),
          memory.before(),
          memory.peak(),
          memory.now());
      assertThat(result.problems()).isEmpty();
      assertThat(result.packetsLost()).as("packets lost by the link").isPositive();
      assertThat(memory.peak()).isLessThan(memory.before() + MAX_GROWTH);
    }
  }

  private long retransmits() {
    Matcher matcher = RETRANSMITS.matcher(server.log());
    return matcher.results().mapToLong(each -> Long.parseLong(each.group(1))).sum();
  }
}
