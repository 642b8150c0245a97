package org.pairboot.it.firmware.crowd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.soak.ExpectedFile;
import org.pairboot.it.soak.Manner;
import org.pairboot.it.soak.ReadPlan;
import org.pairboot.it.soak.ReadResult;
import org.pairboot.it.soak.ReadRun;

/**
 * Machines that read one file by TFTP at the same time, each from an address of its own and in the
 * manner of some firmware, and compare every byte with what HTTP brings.
 */
public final class Crowd {
  /** The addresses of its machines lie in here. */
  public static final String NETWORK = "10.69.16.0/21";

  /** Its own address, from which it asks by HTTP. */
  public static final String ADDRESS = "10.69.23.254/16";

  /** How many machines there can be. */
  private static final int MOST = 1750;

  private static final int TFTP = 69;

  /** What firmware asks for, in the order of {@code PXELINUX}, iPXE, EDK2 and U-Boot. */
  private static final int[] BLKSIZES = {1408, 1432, 1468, 1468};

  private static final int[] WINDOWS = {1, 1, 4, 8};

  private Crowd() {}

  /**
   * Address of the server, name of the file, number of machines. Exit code 0 when each of them has
   * got the file.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String server = arguments[0];
    int machines = Integer.parseInt(arguments[2]);
    if (machines > MOST) {
      throw new IllegalArgumentException("more than " + MOST + " machines: " + machines);
    }
    ExpectedFile file = byHttp(server, arguments[1]);
    List<ReadPlan> plans = new ArrayList<>();
    for (int i = 0; i < machines; i++) {
      int kind = i % BLKSIZES.length;
      plans.add(new ReadPlan(address(i), file, BLKSIZES[kind], WINDOWS[kind], Manner.EVERY_BLOCK));
    }
    System.out.println("crowd: reads " + machines + " times " + arguments[1]);
    ReadResult result = new ReadRun(new InetSocketAddress(server, TFTP), 1, 0).read(plans);
    System.out.println("crowd: " + result);
    result.failures().forEach(failure -> System.out.println("crowd: FAILED " + failure));
    System.exit(result.complete() == machines ? 0 : 1);
  }

  private static InetAddress address(int number) {
    return InetAddress.ofLiteral("10.69." + (16 + number / 250) + "." + (1 + number % 250));
  }

  private static ExpectedFile byHttp(String server, String name)
      throws IOException, InterruptedException {
    Path copy = Files.createTempFile("pairboot-crowd", ".img");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + server + "/" + name)).build();
      HttpResponse<Path> response = client.send(request, HttpResponse.BodyHandlers.ofFile(copy));
      if (response.statusCode() != 200) {
        throw new IOException(name + ": status " + response.statusCode());
      }
      return ExpectedFile.of(name, new SeededFile(copy, Files.size(copy), SeededFile.sha256(copy)));
    } finally {
      Files.delete(copy);
    }
  }
}
