package org.pairboot.it.firmware.machine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.it.load.LoadPlan;
import org.pairboot.it.load.LoadResult;
import org.pairboot.it.load.ReadPlan;
import org.pairboot.it.load.ReadPlan.GapReply;
import org.pairboot.it.load.TftpLoad;

/**
 * Machines that read one file by TFTP at the same time, each from its own address and with the
 * options of some firmware, and compare every byte with the same file fetched by HTTP. A separate
 * program, because it runs in its own network namespace.
 */
public final class SimulatedMachines {
  /** The addresses of the machines are in this network. */
  static final String NETWORK = "10.69.16.0/21";

  /** The program's own address, from which it sends its HTTP request. */
  static final String ADDRESS = "10.69.23.254/16";

  private static final InetAddress FIRST_MACHINE = InetAddress.ofLiteral("10.69.16.1");

  /** The network has room for 2045 machines and the program's own address. */
  private static final int MAX_MACHINES = 2000;

  private static final int TFTP = 69;
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** What firmware requests: PXELINUX, iPXE, EDK2 and U-Boot. */
  private static final int[] BLKSIZES = {1408, 1432, 1468, 1468};

  private static final int[] WINDOWS = {1, 1, 4, 8};

  private SimulatedMachines() {}

  /**
   * Takes the address of the server, the name of the file and the number of machines. Exits with
   * code 0 if every machine received the file.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String server = arguments[0];
    String name = arguments[1];
    int machines = Integer.parseInt(arguments[2]);
    if (machines > MAX_MACHINES) {
      throw new IllegalArgumentException(machines + " machines; expected at most " + MAX_MACHINES);
    }
    System.exit(read(server, name, machines).unfinished().isEmpty() ? 0 : 1);
  }

  private static LoadResult read(String server, String name, int machines)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("pairboot-machines", ".img");
    try {
      fetch(server, name, file);
      List<ReadPlan> reads = new ArrayList<>();
      for (int i = 0; i < machines; i++) {
        int kind = i % BLKSIZES.length;
        reads.add(
            ReadPlan.firmware(name, file, BLKSIZES[kind], WINDOWS[kind], GapReply.EVERY_BLOCK));
      }
      System.out.println("machines: " + machines + " read " + name);
      LoadResult result =
          new TftpLoad(new InetSocketAddress(InetAddress.ofLiteral(server), TFTP), FIRST_MACHINE)
              .run(LoadPlan.of(reads).lingering().within(LIMIT));
      result.problems().forEach(problem -> System.out.println("machines: FAILED " + problem));
      System.out.println("machines: " + result);
      return result;
    } finally {
      Files.delete(file);
    }
  }

  private static void fetch(String server, String name, Path target)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + server + "/" + name)).build();
      HttpResponse<Path> response = client.send(request, HttpResponse.BodyHandlers.ofFile(target));
      if (response.statusCode() != 200) {
        throw new IOException(name + ": status " + response.statusCode());
      }
    }
  }
}
