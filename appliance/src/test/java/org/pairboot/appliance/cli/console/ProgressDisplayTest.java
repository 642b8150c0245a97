package org.pairboot.appliance.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.pairboot.appliance.cli.console.Console.ProgressDisplay;

class ProgressDisplayTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      new Console(new PrintStream(new ByteArrayOutputStream()), new PrintStream(err, true, UTF_8));
  private long now = Long.MAX_VALUE - 1000;

  @Test
  void saysEveryFiveSecondsHowFarALongStepIs() {
    try (ProgressDisplay display = new ProgressDisplay(console, false, () -> now)) {
      LongConsumer step = display.begin("fetching rootfs.img", 700L << 20);
      for (int second = 1; second <= 11; second++) {
        now += Duration.ofSeconds(1).toNanos();
        step.accept((long) second << 20);
      }
    }

    assertThat(err.toString(UTF_8).lines())
        .containsExactly(
            "fetching rootfs.img: 5.0 MiB of 700.0 MiB",
            "fetching rootfs.img: 10.0 MiB of 700.0 MiB");
  }

  @Test
  void saysNothingOfAShortStep() {
    try (ProgressDisplay display = new ProgressDisplay(console, false, () -> now)) {
      display.begin("reading", 100).accept(50);
      now += Duration.ofSeconds(4).toNanos();
      display.begin("writing", -1).accept(100);
    }

    assertThat(err.toString(UTF_8)).isEmpty();
  }
}
