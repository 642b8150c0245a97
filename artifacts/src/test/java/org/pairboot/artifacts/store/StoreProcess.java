package org.pairboot.artifacts.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.store.disk.Disk;
import org.pairboot.artifacts.store.disk.ProcessLock;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.staging.Staging;

/** Another process at work on a store. Closing it kills it. */
final class StoreProcess implements AutoCloseable {
  private static final String READY = "ready";

  private final Process process;
  private final BufferedReader output;

  private StoreProcess(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  /** Starts one that publishes these references, with equal kernels and rootfs, and ends. */
  static StoreProcess publishing(Path directory, List<String> refs) throws IOException {
    return start("publish", directory, refs);
  }

  /** Starts one that takes the store's lock and keeps it; returns when it has it. */
  static StoreProcess locking(Path directory) throws IOException {
    return start("lock", directory, List.of()).awaitReady();
  }

  /** Starts one that stages a part and then waits; returns when it has done so. */
  static StoreProcess staging(Path directory) throws IOException {
    return start("stage", directory, List.of()).awaitReady();
  }

  /** Starts one that opens the initramfs of a version and keeps it open; returns when it has. */
  static StoreProcess reading(Path directory, String ref) throws IOException {
    return start("read", directory, List.of(ref)).awaitReady();
  }

  /** Starts one that collects garbage repeatedly until it is killed. */
  static StoreProcess collecting(Path directory) throws IOException {
    return start("collect", directory, List.of()).awaitReady();
  }

  long pid() {
    return process.pid();
  }

  /** Waits for its end and returns what it complained about; empty when all went well. */
  String end() throws InterruptedException {
    String complaints = String.join("\n", output.lines().toList());
    return process.waitFor() == 0 ? complaints : "failed: " + complaints;
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    output.close();
  }

  private StoreProcess awaitReady() throws IOException {
    String line = output.readLine();
    if (!READY.equals(line)) {
      close();
      throw new IOException("the other process said: " + line);
    }
    return this;
  }

  private static StoreProcess start(String mode, Path directory, List<String> arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                StoreProcess.class.getName(),
                mode,
                directory.toString()));
    command.addAll(arguments);
    return new StoreProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  /** The other process. */
  public static void main(String[] arguments) {
    try {
      run(arguments);
    } catch (IOException e) {
      System.out.println(e);
      System.exit(1);
    }
  }

  private static void run(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[1]);
    ImageStore.Options options = new ImageStore.Options(Duration.ofSeconds(60), "the other");
    ImageStore store = ImageStore.open(directory, options);
    switch (arguments[0]) {
      case "publish" -> {
        for (String ref : List.of(arguments).subList(2, arguments.length)) {
          Images.publish(store, ref, ref, "shared");
        }
      }
      case "lock" -> {
        try (ProcessLock _ =
            new StoreDirectory(directory, Disk.local(), options.lockWait(), options.command())
                .lock()) {
          waitForEver();
        }
      }
      case "stage" -> {
        try (Staging staging = store.stage()) {
          Images.write(staging, PartName.KERNEL, "kernel");
          waitForEver();
        }
      }
      case "read" -> {
        try (ContentReader _ =
            store
                .snapshot()
                .find(ImageRef.parse(arguments[2]))
                .orElseThrow()
                .initramfs()
                .orElseThrow()
                .content()
                .open()) {
          waitForEver();
        }
      }
      case "collect" -> {
        System.out.println(READY);
        Retention newest = new Retention(OptionalInt.of(1), Map.of(), List.of());
        while (System.in.available() == 0) {
          store.collectGarbage(Duration.ZERO);
          store.prune(newest, "old"::equals);
        }
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void waitForEver() throws IOException {
    System.out.println(READY);
    System.in.read();
  }
}
