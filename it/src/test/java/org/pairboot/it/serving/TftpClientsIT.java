package org.pairboot.it.serving;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.TftpClient;

/** Every TFTP client reads files of boundary sizes, in both port modes, byte for byte. */
class TftpClientsIT {
  private static final int BLKSIZE = 1428;

  /** At 512 bytes per block: one block more than a 16-bit number counts, and part of another. */
  private static final long WRAPS_AT_512 = 65536L * 512 + 300;

  private static final long WRAPS_AT_1428 = 100_000_000;

  @TempDir private static Path directory;

  private static final Map<Long, SeededFile> FILES = new HashMap<>();
  private static final Map<String, PairbootServer> APPLIANCES = new TreeMap<>();

  @BeforeAll
  static void serve() {
    Stream.of(0L, 1L, 511L, 512L, 513L, 1427L, 1428L, 1429L, WRAPS_AT_512, WRAPS_AT_1428)
        .forEach(
            size -> FILES.put(size, SeededFile.write(directory.resolve(fileName(size)), size)));
    TestImage image =
        TestImage.write(directory.resolve("image"), "1", 1000)
            .withExtras(FILES.values().stream().map(SeededFile::path).toList());
    Path dataDir = directory.resolve("data");
    new Cli(dataDir).importImage("sizes", image);
    for (String mode : List.of("pool", "single")) {
      APPLIANCES.put(mode, PairbootServer.serve(dataDir, "tftp.port-mode=" + mode));
    }
  }

  @AfterAll
  static void stop() {
    APPLIANCES.values().forEach(PairbootServer::close);
  }

  static Stream<Arguments> modesAndClients() {
    return Stream.of(TftpClient.values())
        .flatMap(client ->
            APPLIANCES.keySet().stream()
                .filter(mode -> mode.equals("pool") || client.worksWithSinglePort())
                .map(mode -> Arguments.of(mode, client)));
  }

  @ParameterizedTest
  @MethodSource("modesAndClients")
  void readsFilesThatEndAtAndNearABlock(String mode, TftpClient client) {
    Stream.of(0L, 1L, 511L, 512L, 513L).forEach(size -> fetch(mode, client, 512, size));
    if (client.negotiates()) {
      Stream.of(0L, 1L, 1427L, 1428L, 1429L).forEach(size -> fetch(mode, client, BLKSIZE, size));
    }
  }

  @ParameterizedTest
  @MethodSource("modesAndClients")
  void readsPastTheWrapOfTheBlockNumber(String mode, TftpClient client) {
    fetch(mode, client, 512, WRAPS_AT_512);
    if (client.negotiates()) {
      fetch(mode, client, BLKSIZE, WRAPS_AT_1428);
    }
  }

  private static void fetch(String mode, TftpClient client, int blksize, long size) {
    client.fetch(
        APPLIANCES.get(mode),
        "images/sizes/1/" + fileName(size),
        blksize,
        FILES.get(size),
        directory);
  }

  private static String fileName(long size) {
    return "bytes-" + size;
  }
}
