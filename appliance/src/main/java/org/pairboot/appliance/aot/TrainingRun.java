package org.pairboot.appliance.aot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.pairboot.appliance.Main;
import org.pairboot.artifacts.format.cpio.NewcWriter;

/**
 * The training run for the ahead-of-time cache (JEP 514), in one process: imports a small image,
 * verifies and serves it, and fetches over TFTP and HTTP what machines fetch. The JVM records the
 * classes loaded. Classes that a server does not need, such as those of a network import, are not
 * loaded on purpose: every start loads the whole cache.
 *
 * <p>Takes one argument, a directory for its files that must not exist. Exits with 0, or with 1 and
 * a message when a step fails, so that a build does not continue with an incomplete cache.
 */
public final class TrainingRun {
  private static final Pattern READY =
      Pattern.compile("ready tftp=127\\.0\\.0\\.1:(\\d+) http=127\\.0\\.0\\.1:(\\d+)");

  private static final String KERNEL = "/images/training/1/kernel";

  private final Path directory;

  private TrainingRun(Path directory) {
    this.directory = directory;
  }

  public static void main(String[] arguments) throws IOException {
    new TrainingRun(Path.of(arguments[0])).run();
    // Runs the shutdown hook of the server, as SIGTERM does.
    System.exit(0);
  }

  private void run() throws IOException {
    Files.createDirectories(directory);
    pairboot(
        OutputStream.nullOutputStream(),
        "import",
        "training",
        "--version",
        "1",
        "--kernel",
        Files.write(directory.resolve("kernel"), kernel()).toString(),
        "--initramfs",
        writeFatInitramfs().toString());
    pairboot(OutputStream.nullOutputStream(), "verify", "training");
    Matcher ready = serve();
    fetch(Integer.parseInt(ready.group(1)), Integer.parseInt(ready.group(2)));
    pairboot(OutputStream.nullOutputStream(), "images");
  }

  /** Sends the requests of machines: with and without options, and for a missing name. */
  private static void fetch(int tftp, int http) throws IOException {
    for (String name : List.of("/pxelinux.cfg/default", "/grub/grub.cfg", "/boot.ipxe", KERNEL)) {
      Client.readByTftp(tftp, name, "", Client.DATA);
      Client.readByTftp(tftp, name, "tsize\0000\0blksize\0001428\0windowsize\0004\0", Client.OACK);
      Client.getByHttp(http, name);
    }
    Client.readByTftp(tftp, "/absent", "", Client.ERROR);
  }

  /** The head of a kernel: the two marks of the x86 boot protocol. */
  private static byte[] kernel() {
    byte[] kernel = new byte[1024];
    System.arraycopy(new byte[] {0x55, (byte) 0xAA}, 0, kernel, 0x1FE, 2);
    System.arraycopy(ascii("HdrS"), 0, kernel, 0x202, 4);
    return kernel;
  }

  /** Writes an initramfs that the import splits, so that it is verified with a stream-hash. */
  private Path writeFatInitramfs() throws IOException {
    Path initramfs = directory.resolve("initramfs.img");
    try (OutputStream file = new GZIPOutputStream(Files.newOutputStream(initramfs))) {
      NewcWriter cpio = new NewcWriter(file);
      cpio.file("etc/coreos-live-initramfs", 0, new byte[0]);
      cpio.file("root.squashfs", 0, Arrays.copyOf(ascii("hsqs"), 1 << 20));
      cpio.finish();
    }
    return initramfs;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private Matcher serve() throws IOException {
    PipedOutputStream toReader = new PipedOutputStream();
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new PipedInputStream(toReader), StandardCharsets.UTF_8));
    Thread.ofPlatform()
        .daemon()
        .start(() ->
            pairboot(
                toReader,
                "serve",
                "--set",
                "tftp.listen=127.0.0.1:0",
                "--set",
                "http.listen=127.0.0.1:0"));
    Matcher ready = READY.matcher(Objects.toString(lines.readLine()));
    if (!ready.find()) {
      throw new IOException("the server did not become ready");
    }
    return ready;
  }

  private void pairboot(OutputStream out, String... arguments) {
    String[] line =
        Stream.concat(
                Stream.of(arguments), Stream.of("--data-dir", directory.resolve("data").toString()))
            .toArray(String[]::new);
    int exitCode =
        Main.run(
            line,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(System.err, true, StandardCharsets.UTF_8));
    if (exitCode != 0) {
      System.err.println("training run: 'pairboot " + arguments[0] + "' failed");
      Runtime.getRuntime().halt(1);
    }
  }

  /** Fetches small files from this machine, using as few classes as possible. */
  private static final class Client {
    static final byte DATA = 3;
    static final byte ERROR = 5;
    static final byte OACK = 6;

    /** An ERROR packet with code 8: option negotiation failed (RFC 2347). */
    private static final byte[] REFUSAL = {0, 5, 0, 8, 0};

    private static final int TIMEOUT_MILLIS = 20_000;

    private Client() {}

    /**
     * Reads a file without options; with options, ends the transfer after the OACK.
     *
     * @param options as encoded in the request
     * @param answer the expected opcode of all answers
     */
    static void readByTftp(int port, String name, String options, byte answer) throws IOException {
      byte[] request = ascii("\0\1" + name + "\0octet\0" + options);
      DatagramPacket packet = new DatagramPacket(new byte[516], 516);
      try (DatagramSocket socket = new DatagramSocket()) {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.send(
            new DatagramPacket(request, request.length, InetAddress.getLoopbackAddress(), port));
        do {
          socket.receive(packet);
          if (packet.getData()[1] != answer) {
            throw new IOException("unexpected opcode " + packet.getData()[1] + " for " + name);
          }
          if (answer != ERROR) {
            byte[] reply = answer == OACK ? REFUSAL : acknowledgement(packet.getData());
            socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
          }
        } while (answer == DATA && packet.getLength() == packet.getData().length);
      }
    }

    private static byte[] acknowledgement(byte[] data) {
      return new byte[] {0, 4, data[2], data[3]};
    }

    static void getByHttp(int port, String name) throws IOException {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.getOutputStream().write(ascii("GET " + name + " HTTP/1.0\r\n\r\n"));
        String answer =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        if (!answer.contains(" 200 ")) {
          throw new IOException("unexpected response for " + name);
        }
      }
    }
  }
}
