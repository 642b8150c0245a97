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
    List<Place> places =
        List.of(
            new Place(() -> Contender.tftpdHpa(peers.resolve("in.tftpd"), files, HPA_PORT)),
            new Place(() -> Contender.dnsmasq(files)),
            new Place(() -> Contender.atftpd(peers.resolve("atftpd"), files, ATFTPD_PORT)),
            new Place(() -> Contender.pairboot(store, "nio")),
            new Place(() -> Contender.pairboot(store, "linux")));
    try {
      for (BenchmarkCase load : cases) {
        System.out.print(Report.of(load, run(load, places, rounds, sizes)));
      }
    } finally {
      places.forEach(Place::close);
    }
  }

  private static List<Samples> run(
      BenchmarkCase load, List<Place> places, int rounds, BenchmarkCase.Files sizes)
      throws IOException {
    Map<String, List<Measurement>> measured = new LinkedHashMap<>();
    // The first round warms up and does not count.
    for (int round = 0; round <= rounds; round++) {
      for (Place place : places) {
        Contender contender = place.contender(sizes);
        if (load.windowed() && !contender.knowsWindows()) {
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
