package org.pairboot.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HangUpTest {
  @Test
  void a_signal_is_not_lost_and_ends_nothing_whenever_it_comes() throws Exception {
    HangUp hangUp = HangUp.caught();
    LinkedBlockingQueue<String> runs = new LinkedBlockingQueue<>();
    raise();
    hangUp.handle(() -> runs.add("run"));
    assertThat(runs.poll(1, TimeUnit.MINUTES)).isEqualTo("run");
    raise();
    assertThat(runs.poll(1, TimeUnit.MINUTES)).isEqualTo("run");
  }

  private static void raise() throws Exception {
    new ProcessBuilder("kill", "-HUP", Long.toString(ProcessHandle.current().pid()))
        .start()
        .waitFor();
  }
}
