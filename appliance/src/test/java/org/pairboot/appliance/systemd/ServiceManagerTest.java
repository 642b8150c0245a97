package org.pairboot.appliance.systemd;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.appliance.systemd.ServiceManager.NotifySocket;

class ServiceManagerTest {
  private static final String LONG = "/run/" + "x".repeat(110);

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "@", "run/notify", "vsock:2:1234", "unix:/run/notify"})
  void rejectsNamesThatAreNotUnixSockets(String name) {
    assertThatThrownBy(() -> new NotifySocket(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("NOTIFY_SOCKET is not a Unix socket: " + name);
    assertNothingFails(Map.of("NOTIFY_SOCKET", name));
  }

  @Test
  void rejectsNamesLongerThanAnAddress() {
    assertThatThrownBy(() -> new NotifySocket(LONG)).isInstanceOf(IllegalArgumentException.class);
    assertNothingFails(Map.of("NOTIFY_SOCKET", LONG));
  }

  @Test
  void worksWithoutAListener(@TempDir Path directory) {
    assertNothingFails(Map.of());
    assertNothingFails(Map.of("NOTIFY_SOCKET", directory.resolve("nobody").toString()));
    assertNothingFails(Map.of("NOTIFY_SOCKET", "@pairboot-test-nobody"));
  }

  @Test
  void ignoresTheWatchdogWithoutASocket() {
    assertThatCode(() ->
            ServiceManager.of(Map.of("WATCHDOG_USEC", "1"))
                .watch(_ -> {
                  throw new AssertionError("asked");
                }))
        .doesNotThrowAnyException();
  }

  private static void assertNothingFails(Map<String, String> environment) {
    ServiceManager manager = ServiceManager.of(environment);
    assertThatCode(
            () -> {
              manager.ready();
              manager.reloading();
              manager.status("two\nlines");
              manager.stopping();
              manager.watch(Duration::isPositive);
            })
        .doesNotThrowAnyException();
  }
}
