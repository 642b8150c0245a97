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

/** Decodes the packets that tcpdump captures, as they arrive. */
public final class Capture {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Enough for every request and response header; of everything else the length suffices. */
  private static final int SNAPSHOT_LENGTH = 500;

  /** Largest size of the packet file, which people can open with Wireshark. */
  private static final long MAX_FILE_SIZE = 64 << 20;

  private static final int BUFFER_KIB = 32 << 10;

  private final Traffic traffic = new Traffic();
  private final FrameDecoder decoder;
  private final Thread thread;
  private volatile boolean started;

  private Capture(InputStream tcpdump, Path file, String server) {
    decoder = new FrameDecoder(traffic, server);
    thread = Thread.ofPlatform().daemon().name("capture " + file).start(() -> read(tcpdump, file));
  }

  /** The tcpdump command that writes the packets of an interface to its standard output. */
  public static List<String> command(String networkInterface) {
    return List.of(
        "tcpdump",
        "--interface=" + networkInterface,
        "--relinquish-privileges=root",
        "--packet-buffered",
        "--immediate-mode",
        "--buffer-size=" + BUFFER_KIB,
        "--snapshot-length=" + SNAPSHOT_LENGTH,
        "-w",
        "-",
        "ip and (udp or tcp)");
  }

  /**
   * Starts to decode; returns once tcpdump captures.
   *
   * @param file to keep the packets in
   * @param server the address of the server
   */
  public static Capture follow(InputStream tcpdump, Path file, String server) {
    Capture capture = new Capture(tcpdump, file, server);
    await("tcpdump to start")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> capture.started || !capture.thread.isAlive());
    if (!capture.started) {
      throw new AssertionError("tcpdump did not start; see its log next to " + file);
    }
    return capture;
  }

  private void read(InputStream tcpdump, Path file) {
    try (InputStream in = new BufferedInputStream(tcpdump);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      PcapReader reader = new PcapReader(in, out, MAX_FILE_SIZE);
      started = true;
      for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        decoder.onFrame(frame.get());
      }
    } catch (IOException e) {
      // tcpdump was killed when its laboratory was closed.
    }
  }

  public Traffic traffic() {
    return traffic;
  }

  /** Waits until everything is decoded; tcpdump must have ended. */
  public void awaitEnd() {
    try {
      thread.join(LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
