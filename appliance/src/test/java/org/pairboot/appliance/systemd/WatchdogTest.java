package org.pairboot.appliance.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchdogTest {
  private static final long SELF = 4711;

  @Test
  void it_is_told_twice_in_its_period() {
    assertThat(Watchdog.of(Map.of("WATCHDOG_USEC", "30000000"), SELF))
        .hasValueSatisfying(
            watchdog -> assertThat(watchdog.interval()).isEqualTo(Duration.ofSeconds(15)));
  }

  @Test
  void it_counts_when_it_is_meant_for_this_process() {
    assertThat(Watchdog.of(Map.of("WATCHDOG_USEC", "1000000", "WATCHDOG_PID", "4711"), SELF))
        .isPresent();
    assertThat(Watchdog.of(Map.of("WATCHDOG_USEC", "1000000", "WATCHDOG_PID", "1"), SELF))
        .isEmpty();
    assertThat(Watchdog.of(Map.of("WATCHDOG_USEC", "1000000", "WATCHDOG_PID", ""), SELF)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1s", "99999999999999999999"})
  void what_is_no_time_is_no_watchdog(String micros) {
    assertThat(Watchdog.of(Map.of("WATCHDOG_USEC", micros), SELF)).isEmpty();
  }

  @Test
  void without_the_variable_there_is_none() {
    assertThat(Watchdog.of(Map.of("WATCHDOG_PID", "4711"), SELF)).isEmpty();
  }

  @Test
  void a_service_that_is_stuck_does_not_have_it_told() {
    Watchdog watchdog = new Watchdog(Duration.ofSeconds(20));
    List<Duration> patience = new ArrayList<>();
    List<String> messages = new ArrayList<>();

    watchdog.tell(patience::add, () -> messages.add("alive"));
    watchdog.tell(_ -> false, () -> messages.add("stuck"));

    assertThat(messages).containsExactly("alive");
    // Enough is left of the interval for the answer to be in time.
    assertThat(patience).containsExactly(Duration.ofSeconds(5));
  }
}
