package org.pairboot.appliance.aot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
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
        Files.writeString(directory.resolve("kernel"), "kernel").toString(),
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
      TrainingClient.readByTftp(tftp, name, "", TrainingClient.DATA);
      TrainingClient.readByTftp(
          tftp, name, "tsize\0000\0blksize\0001428\0windowsize\0004\0", TrainingClient.OACK);
      TrainingClient.getByHttp(http, name);
    }
    TrainingClient.readByTftp(tftp, "/absent", "", TrainingClient.ERROR);
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
}
