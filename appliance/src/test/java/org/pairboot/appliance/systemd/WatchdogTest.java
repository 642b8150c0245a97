package org.pairboot.appliance.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.appliance.systemd.ServiceManager.Watchdog;

class WatchdogTest {
  private static final long SELF = 4711;

  @Test
  void isNotifiedTwicePerPeriod() {
    assertThat(Watchdog.of(Map.of("WATCHDOG_USEC", "30000000"), SELF))
        .hasValueSatisfying(
            watchdog -> assertThat(watchdog.interval()).isEqualTo(Duration.ofSeconds(15)));
  }

  @Test
  void isEnabledForThisProcessOnly() {
    assertThat(Watchdog.of(Map.of("WATCHDOG_USEC", "1000000", "WATCHDOG_PID", "4711"), SELF))
        .isPresent();
    assertThat(Watchdog.of(Map.of("WATCHDOG_USEC", "1000000", "WATCHDOG_PID", "1"), SELF))
        .isEmpty();
    assertThat(Watchdog.of(Map.of("WATCHDOG_USEC", "1000000", "WATCHDOG_PID", ""), SELF)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1s", "99999999999999999999"})
  void ignoresInvalidTimes(String micros) {
    assertThat(Watchdog.of(Map.of("WATCHDOG_USEC", micros), SELF)).isEmpty();
  }

  @Test
  void isDisabledWithoutTheVariable() {
    assertThat(Watchdog.of(Map.of("WATCHDOG_PID", "4711"), SELF)).isEmpty();
  }

  @Test
  void isNotNotifiedForAServiceThatDoesNotRespond() {
    Watchdog watchdog = new Watchdog(Duration.ofSeconds(20));
    List<Duration> timeouts = new ArrayList<>();
    List<String> messages = new ArrayList<>();

    watchdog.ping(timeouts::add, () -> messages.add("alive"));
    watchdog.ping(_ -> false, () -> messages.add("stuck"));

    assertThat(messages).containsExactly("alive");
    // Leaves enough of the interval for the message to be in time.
    assertThat(timeouts).containsExactly(Duration.ofSeconds(5));
  }
}
