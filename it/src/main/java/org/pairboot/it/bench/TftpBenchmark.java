package org.pairboot.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;

/**
 * Compares Pairboot with tftpd-hpa, dnsmasq and atftpd. All of them run all the time and take turns
 * in each round, so that whatever else the machine does falls on all alike.
 *
 * <p>Arguments: the directory to work in, the directory with the peers' programs, the number of
 * rounds, and, to run some cases only, a regular expression that their titles contain.
 */
public final class TftpBenchmark {
  private static final int HPA_PORT = 6901;
  private static final int ATFTPD_PORT = 6902;

  private TftpBenchmark() {}

  /** Runs it; prints a table for each case. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    Path peers = Path.of(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    String filter = arguments.length > 3 ? arguments[3] : "";
    Path files = Files.createDirectories(directory.resolve("files"));
    BenchmarkCase.Files sizes =
        new BenchmarkCase.Files(
            file(files, "1m.img", 1_000_000),
            file(files, "14m.img", 14_000_000),
            file(files, "64m.img", 64_000_000));
    List<BenchmarkCase> cases =
        BenchmarkCase.all(sizes).stream()
            .filter(c -> c.title().matches(".*(" + filter + ").*"))
            .toList();
    Path store = store(directory, sizes);
    List<Contender> contenders = new ArrayList<>();
    try {
      contenders.add(Contender.tftpdHpa(peers.resolve("in.tftpd"), files, HPA_PORT));
      contenders.add(Contender.dnsmasq(files));
      contenders.add(Contender.atftpd(peers.resolve("atftpd"), files, ATFTPD_PORT));
      contenders.add(Contender.pairboot(store, "nio"));
      contenders.add(Contender.pairboot(store, "linux"));
      for (Contender contender : contenders) {
        contender.awaitAnswer("1m.img", sizes.one());
      }
      for (BenchmarkCase load : cases) {
        System.out.print(Report.of(load, run(load, contenders, rounds)));
      }
    } finally {
      contenders.forEach(Contender::close);
    }
  }

  private static List<Samples> run(BenchmarkCase load, List<Contender> contenders, int rounds)
      throws IOException {
    Map<Contender, List<Measurement>> measured = new LinkedHashMap<>();
    for (Contender contender : contenders) {
      if (!load.windowed() || contender.knowsWindows()) {
        measured.put(contender, new ArrayList<>());
      }
    }
    // The first round warms up and does not count.
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<Contender, List<Measurement>> each : measured.entrySet()) {
        Measurement measurement = Measurement.of(load, each.getKey(), round);
        if (round > 0) {
          each.getValue().add(measurement);
        }
      }
    }
    return measured.entrySet().stream()
        .map(e -> new Samples(e.getKey().label(), e.getValue()))
        .toList();
  }

  private static Path file(Path directory, String name, long size) throws IOException {
    Path file = directory.resolve(name);
    return Files.exists(file) ? file : SeededFile.write(file, size).path();
  }

  private static Path store(Path directory, BenchmarkCase.Files files) {
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
