package org.pairboot.appliance.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pairboot.appliance.start.LogQueue;
import org.pairboot.appliance.systemd.ServiceManager;

class StopSignalTest {
  @Test
  void endsTheProcessWithAFailureWhenAServerHasFailed() throws Exception {
    Process process = start(Failing.class);
    String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(log)
        .containsOnlyOnce("TFTP has failed and answers no more; this process ends, to be started");
  }

  /** A program whose server fails. */
  static final class Failing {
    public static void main(String[] arguments) throws InterruptedException {
      LogQueue log = LogQueue.install();
      StopSignal signal = StopSignal.install(ServiceManager.of(Map.of()), log);
      Thread.ofPlatform().start(() -> signal.failed("TFTP")).join();
      throw new AssertionError("still running");
    }
  }

  private static Process start(Class<?> main) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName())
        .redirectErrorStream(true)
        .start();
  }
}
