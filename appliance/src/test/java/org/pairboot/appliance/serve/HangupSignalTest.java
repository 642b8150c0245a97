package org.pairboot.appliance.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HangupSignalTest {
  @Test
  void handlesASignalWheneverItArrives() throws Exception {
    assumeThat(isIgnored())
        .as("the JVM keeps ignoring a signal that nohup made it ignore")
        .isFalse();
    HangupSignal hangup = HangupSignal.install();
    LinkedBlockingQueue<String> runs = new LinkedBlockingQueue<>();
    raise();
    hangup.onSignal(() -> runs.add("run"));
    assertThat(runs.poll(1, TimeUnit.MINUTES)).isEqualTo("run");
    raise();
    assertThat(runs.poll(1, TimeUnit.MINUTES)).isEqualTo("run");
  }

  private static boolean isIgnored() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> Long.parseUnsignedLong(line.split("\\s+")[1], 16) % 2 != 0);
  }

  private static void raise() throws Exception {
    new ProcessBuilder("kill", "-HUP", Long.toString(ProcessHandle.current().pid()))
        .start()
        .waitFor();
  }
}
