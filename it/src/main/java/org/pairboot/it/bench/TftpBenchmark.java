package org.pairboot.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pairboot.it.bench.BenchmarkReport.Samples;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;

/**
 * Compares Pairboot with tftpd-hpa, dnsmasq, atftpd and an ideal server. All of them run all the
 * time and take turns in each round, so that other work on the machine affects all of them equally.
 *
 * <p>Arguments: the working directory, the directory with the peers' programs, the number of
 * rounds, and, to select cases, a regular expression that matches part of their titles.
 */
public final class TftpBenchmark {
  private static final int HPA_PORT = 6901;
  private static final int ATFTPD_PORT = 6902;
  private static final int IDEAL_PORT = 6903;

  private TftpBenchmark() {}

  /** Runs the benchmark; prints a table for each case. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    Path peers = Path.of(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    String filter = arguments.length > 3 ? arguments[3] : "";
    Path files = Files.createDirectories(directory.resolve("files"));
    BenchmarkCase.TestFiles sizes =
        new BenchmarkCase.TestFiles(
            file(files, "1m.img", 1_000_000),
            file(files, "14m.img", 14_000_000),
            file(files, "64m.img", 64_000_000));
    List<BenchmarkCase> cases =
        BenchmarkCase.all(sizes).stream()
            .filter(c -> c.title().matches(".*(" + filter + ").*"))
            .toList();
    Path store = store(directory, sizes);
    List<ContenderSlot> slots =
        List.of(
            new ContenderSlot(() -> Contender.tftpdHpa(peers.resolve("in.tftpd"), files, HPA_PORT)),
            new ContenderSlot(() -> Contender.dnsmasq(files)),
            new ContenderSlot(() -> Contender.atftpd(peers.resolve("atftpd"), files, ATFTPD_PORT)),
            new ContenderSlot(
                () -> Contender.ideal(peers.resolve("ideal-tftp"), files, IDEAL_PORT)),
            new ContenderSlot(() -> Contender.pairboot(store, "nio")),
            new ContenderSlot(() -> Contender.pairboot(store, "linux")));
    try {
      for (BenchmarkCase load : cases) {
        System.out.print(BenchmarkReport.of(load, run(load, slots, rounds, sizes)));
      }
    } finally {
      slots.forEach(ContenderSlot::close);
    }
  }

  private static List<Samples> run(
      BenchmarkCase load, List<ContenderSlot> slots, int rounds, BenchmarkCase.TestFiles sizes) {
    Map<String, List<Measurement>> measured = new LinkedHashMap<>();
    // Round 0 is a warm-up and does not count.
    for (int round = 0; round <= rounds; round++) {
      for (ContenderSlot slot : slots) {
        Contender contender = slot.contender(sizes);
        if (load.windowed() && !contender.supportsWindowsize()) {
          continue;
        }
        Measurement measurement = Measurement.of(load, contender, round);
        if (round > 0) {
          measured.computeIfAbsent(contender.label(), l -> new ArrayList<>()).add(measurement);
        }
      }
    }
    return measured.entrySet().stream().map(e -> new Samples(e.getKey(), e.getValue())).toList();
  }

  private static Path file(Path directory, String name, long size) {
    Path file = directory.resolve(name);
    return Files.exists(file) ? file : SeededFile.write(file, size).path();
  }

  private static Path store(Path directory, BenchmarkCase.TestFiles files) {
    Path store = directory.resolve("store");
    if (!Files.exists(store)) {
      TestImage image = TestImage.write(directory.resolve("image"), "1", 1 << 20);
      new Cli(store)
          .importImage(
              "bench", image.withExtras(List.of(files.one(), files.fourteen(), files.sixtyFour())));
    }
    return store;
  }
}
