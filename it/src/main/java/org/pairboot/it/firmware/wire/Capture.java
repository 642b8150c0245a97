package org.pairboot.it.firmware.wire;

import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Decodes what tcpdump hears while it hears it. */
public final class Capture {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Enough for every request and every head of a response; of all else the length will do. */
  private static final int BYTES_OF_EACH_PACKET = 500;

  /** Of the file that is kept, for people with Wireshark. */
  private static final long BYTES_KEPT = 64 << 20;

  private static final int BUFFER_KIB = 32 << 10;

  private final Traffic traffic = new Traffic();
  private final Decoder decoder;
  private final Thread thread;
  private volatile boolean started;

  private Capture(InputStream tcpdump, Path file, String server) {
    decoder = new Decoder(traffic, server);
    thread = Thread.ofPlatform().daemon().name("capture " + file).start(() -> read(tcpdump, file));
  }

  /** What writes the packets of an interface to its standard output. */
  public static List<String> command(String networkInterface) {
    return List.of(
        "tcpdump",
        "--interface=" + networkInterface,
        "--relinquish-privileges=root",
        "--packet-buffered",
        "--immediate-mode",
        "--buffer-size=" + BUFFER_KIB,
        "--snapshot-length=" + BYTES_OF_EACH_PACKET,
        "-w",
        "-",
        "ip and (udp or tcp)");
  }

  /**
   * Returns once tcpdump listens.
   *
   * @param file for the packets themselves
   * @param server the address of the server
   */
  public static Capture follow(InputStream tcpdump, Path file, String server) {
    Capture capture = new Capture(tcpdump, file, server);
    await("tcpdump listens")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> capture.started || !capture.thread.isAlive());
    if (!capture.started) {
      throw new AssertionError("tcpdump does not listen; see its log beside " + file);
    }
    return capture;
  }

  private void read(InputStream tcpdump, Path file) {
    try (InputStream in = new BufferedInputStream(tcpdump);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      PcapReader reader = new PcapReader(in, out, BYTES_KEPT);
      started = true;
      for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        decoder.onFrame(frame.get());
      }
    } catch (IOException e) {
      // tcpdump was killed with all the rest of its laboratory.
    }
  }

  public Traffic traffic() {
    return traffic;
  }

  /** Waits until all that tcpdump wrote is decoded; tcpdump must have ended. */
  public void awaitEnd() {
    try {
      thread.join(LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
