package org.pairboot.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
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
import org.pairboot.it.lab.Appliance;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.soak.ExpectedFile;
import org.pairboot.it.soak.Manner;
import org.pairboot.it.soak.MemoryWatch;
import org.pairboot.it.soak.ReadPlan;
import org.pairboot.it.soak.ReadResult;
import org.pairboot.it.soak.ReadRun;

/**
 * A hall full of machines on a bad network: no transfer is lost, no byte is wrong, and the server
 * keeps the size it had. With {@code -Dpairboot.soak=full} for 2000 machines and 5 MB each.
 */
@EnabledOnOs(OS.LINUX)
class SoakIT {
  private static final boolean FULL = System.getProperty("pairboot.soak", "").equals("full");
  private static final int CLIENTS = FULL ? 2000 : 300;
  private static final long SIZE = FULL ? 5_000_000 : 2_000_000;
  private static final double LOSS = 0.01;
  private static final int BLKSIZE = 1428;
  private static final int[] WINDOWS = {1, 4, 8, 16, 32, 64};
  private static final int FILES = 4;

  /** All buffers of all sessions, and what the collector leaves lying about. */
  private static final long MEMORY_TO_GROW_BY = 160;

  private static final Pattern RETRANSMITS = Pattern.compile("(?m) (\\d+) retransmits$");
  private static final Pattern ENDED =
      Pattern.compile("(?m)TFTP .*: (completed|completed-unconfirmed), ");

  @TempDir private Path directory;

  private final List<ExpectedFile> files = new ArrayList<>();
  private Appliance appliance;

  @BeforeEach
  void serve() {
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      SeededFile file = SeededFile.write(directory.resolve("soak-" + i), SIZE + i);
      files.add(ExpectedFile.of("images/soak/1/soak-" + i, file));
      paths.add(file.path());
    }
    Path dataDir = directory.resolve("data");
    new Cli(dataDir)
        .importImage(
            "soak", TestImage.write(directory.resolve("image"), "1", 1000).withExtras(paths));
    appliance = Appliance.serve(dataDir);
  }

  @AfterEach
  void stop() {
    appliance.close();
  }

  private ReadResult read(int clients, long seed) {
    List<ReadPlan> plans = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      plans.add(
          new ReadPlan(
              ReadPlan.address(i),
              files.get(i % FILES),
              BLKSIZE,
              WINDOWS[i % WINDOWS.length],
              Manner.values()[i / WINDOWS.length % 2]));
    }
    InetSocketAddress server = new InetSocketAddress("127.0.0.1", appliance.tftpPort());
    return new ReadRun(server, seed, LOSS).read(plans);
  }

  @Test
  void aHallOfMachinesOnABadNetworkGetsEveryByteAndTheServerDoesNotGrow() {
    int warmUp = CLIENTS / 10;
    read(warmUp, 1);
    try (MemoryWatch memory = new MemoryWatch(appliance.process())) {
      ReadResult result = read(CLIENTS, 2);
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> ENDED.matcher(appliance.log()).results().count() == warmUp + CLIENTS);
      System.out.printf(
          Locale.ROOT,
          "Soak: %s; %d packets sent again by the server; its memory %d MiB before, %d at most, %d"
              + " after%n",
          result,
          retransmits(),
          memory.before(),
          memory.peak(),
          memory.now());
      assertThat(result.failures()).isEmpty();
      assertThat(result.complete()).isEqualTo(CLIENTS);
      assertThat(result.packetsLost()).as("the link was bad").isPositive();
      assertThat(memory.peak()).isLessThan(memory.before() + MEMORY_TO_GROW_BY);
    }
  }

  private long retransmits() {
    Matcher matcher = RETRANSMITS.matcher(appliance.log());
    return matcher.results().mapToLong(each -> Long.parseLong(each.group(1))).sum();
  }
}
